--liquibase formatted sql
--changeset test:ran
CREATE TABLE ran (at timestamp);
--changeset test:always runAlways:true
INSERT INTO ran VALUES (now());

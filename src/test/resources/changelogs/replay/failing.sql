--liquibase formatted sql
--changeset test:plain
CREATE TABLE plain (id int);
--changeset test:fails
INSERT INTO plain VALUES (1 / 0);

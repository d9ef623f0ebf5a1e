--liquibase formatted sql
--changeset test:thing
CREATE TABLE thing (id int);

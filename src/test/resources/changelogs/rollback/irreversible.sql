--liquibase formatted sql

--changeset test:irreversible
CREATE TABLE gone (id int);

--liquibase formatted sql
--changeset test:extension
CREATE EXTENSION IF NOT EXISTS hstore;
--changeset test:uses
CREATE TABLE thing (features hstore);

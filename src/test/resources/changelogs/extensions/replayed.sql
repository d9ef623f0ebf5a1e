--liquibase formatted sql
--changeset test:extension
CREATE EXTENSION IF NOT EXISTS hstore SCHEMA public;
--changeset test:table
CREATE TABLE thing (features hstore);

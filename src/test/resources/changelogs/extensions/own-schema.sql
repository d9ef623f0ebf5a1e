--liquibase formatted sql
--changeset test:own
CREATE EXTENSION IF NOT EXISTS hstore SCHEMA ${database.defaultSchemaName};

--liquibase formatted sql
--changeset test:another
CREATE EXTENSION IF NOT EXISTS hstore SCHEMA "t01";

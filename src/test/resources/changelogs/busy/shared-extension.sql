--liquibase formatted sql
--changeset test:extension
CREATE EXTENSION IF NOT EXISTS hstore SCHEMA public;

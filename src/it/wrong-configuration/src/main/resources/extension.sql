--liquibase formatted sql
--changeset test:hstore
CREATE EXTENSION IF NOT EXISTS hstore;

--liquibase formatted sql
--changeset test:shared
CREATE EXTENSION hstore;

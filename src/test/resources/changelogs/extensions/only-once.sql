--liquibase formatted sql
--changeset test:once
CREATE EXTENSION hstore SCHEMA public;

--liquibase formatted sql
--changeset releases:first
CREATE TABLE release (first int);

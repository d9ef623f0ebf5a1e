--liquibase formatted sql
--changeset test:unknown
CREATE EXTENSION no_such_extension;

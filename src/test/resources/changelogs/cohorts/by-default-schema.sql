--liquibase formatted sql
--changeset test:name
SELECT '${database.defaultSchemaName}';

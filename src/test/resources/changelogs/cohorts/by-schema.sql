--liquibase formatted sql
--changeset test:name
SELECT '${tenant.schema}';

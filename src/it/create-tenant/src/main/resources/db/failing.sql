--liquibase formatted sql

--changeset shop:settings
CREATE TABLE settings AS SELECT 1 / 0;

--changeset shop:owner
CREATE TABLE owner (name text PRIMARY KEY REFERENCES app.tenant);
INSERT INTO owner VALUES ('${tenant}');

--liquibase formatted sql

--changeset shop:settings
CREATE TABLE settings AS SELECT '${display_name}' AS display_name, '${plan}' AS plan;

--changeset shop:owner
CREATE TABLE owner (name text PRIMARY KEY REFERENCES app.tenant);
INSERT INTO owner VALUES ('${tenant}');

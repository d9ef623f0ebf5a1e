--liquibase formatted sql
--changeset test:formatted-table
CREATE TABLE formatted (id int PRIMARY KEY, schema_name text DEFAULT current_schema());
INSERT INTO formatted (id) VALUES (1);
--rollback DROP TABLE formatted;

--changeset test:formatted-concurrently runInTransaction:false
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS formatted_schema ON formatted (schema_name);

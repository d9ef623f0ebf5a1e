--liquibase formatted sql
--changeset test:place
CREATE TABLE place (id int PRIMARY KEY, schema_name text DEFAULT current_schema());
INSERT INTO place (id) VALUES (1);
--rollback DROP TABLE place;

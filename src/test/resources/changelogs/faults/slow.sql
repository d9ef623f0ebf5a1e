--liquibase formatted sql
--changeset test:first
CREATE TABLE first (id int);
--rollback DROP TABLE first;

--changeset test:slow
CREATE TABLE slow AS SELECT 1 AS id FROM pg_sleep(3);
--rollback DROP TABLE slow;

--liquibase formatted sql
--changeset test:slow
SELECT pg_sleep(0.4);
CREATE EXTENSION IF NOT EXISTS hstore WITH SCHEMA public;
--changeset test:without-transaction runInTransaction:false
SELECT pg_sleep(0.4);
CREATE EXTENSION IF NOT EXISTS citext WITH SCHEMA public;

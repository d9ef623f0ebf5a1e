--liquibase formatted sql
--changeset test:first
CREATE TABLE first (id int);
--rollback DROP TABLE first;

--changeset test:slow splitStatements:false
SET LOCAL lock_timeout = 0; DO $$ BEGIN PERFORM pg_advisory_xact_lock_shared(4711); END $$;
CREATE TABLE slow (id int);
--rollback DROP TABLE slow;

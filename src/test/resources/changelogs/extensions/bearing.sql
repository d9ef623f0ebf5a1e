--liquibase formatted sql
--changeset test:precondition
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:0 SELECT count(*) FROM pg_extension WHERE extname = 'hstore'
CREATE EXTENSION hstore SCHEMA public;
--changeset test:code splitStatements:false
DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'hstore') THEN CREATE EXTENSION hstore SCHEMA public; END IF; END $$;
--changeset test:tolerant failOnError:false
CREATE EXTENSION hstore SCHEMA public;
--changeset test:first
CREATE EXTENSION IF NOT EXISTS citext SCHEMA public;
--changeset test:second
CREATE EXTENSION IF NOT EXISTS citext;

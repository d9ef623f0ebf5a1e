--liquibase formatted sql
--changeset test:named
CREATE EXTENSION IF NOT EXISTS hstore WITH SCHEMA public;
--changeset test:chosen
SET search_path = public; CREATE EXTENSION IF NOT EXISTS citext;
--changeset test:elsewhere dbms:oracle
CREATE EXTENSION cube;
--changeset test:fixed
CREATE EXTENSION IF NOT EXISTS plpgsql;
--changeset test:text
COMMENT ON SCHEMA public IS 'CREATE EXTENSION ltree';

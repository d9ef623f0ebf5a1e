--liquibase formatted sql
--changeset test:tables splitStatements:false
DO $$ BEGIN FOR i IN 1..600 LOOP EXECUTE 'CREATE TABLE many' || i || ' (id int)'; END LOOP; END $$;

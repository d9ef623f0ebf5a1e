--liquibase formatted sql logicalFilePath:changelogs/busy/first.sql
--changeset test:tables
CREATE TABLE customer (id int PRIMARY KEY);
CREATE TABLE invoice (id int PRIMARY KEY);
--changeset test:customer
ALTER TABLE customer ADD COLUMN name text;
--changeset test:country splitStatements:false
DO $$ BEGIN
  IF current_schema() < 't07' THEN
    INSERT INTO public.country_log VALUES (current_schema());
    PERFORM pg_sleep(0.2);
  END IF;
  ALTER TABLE customer ADD COLUMN country int REFERENCES public.country_log (number);
END $$;

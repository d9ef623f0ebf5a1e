--liquibase formatted sql

--changeset test:customer
CREATE TABLE customer (id int PRIMARY KEY);

--changeset test:raises splitStatements:false
DO $$ BEGIN
  IF current_schema() LIKE 'raises%' THEN
    RAISE EXCEPTION 'of an owner''s making' USING ERRCODE = substr(current_schema(), 8);
  END IF;
END $$;
--rollback DROP TABLE IF EXISTS nothing

--liquibase formatted sql

--changeset words:columns
CREATE TABLE temp (temp int PRIMARY KEY, "commit" text DEFAULT 'commit', schema text, load int, "set" int);
INSERT INTO temp (temp, schema) VALUES (1, 'SET ROLE nobody'), (2, $x$Set up. SET ROLE nobody$x$);
UPDATE temp SET schema = 'SET search_path = public', load = 3 WHERE temp = 1;

--changeset words:cast
CREATE TYPE mood AS ENUM ('commit', 'rollback');
CREATE CAST (varchar AS mood) WITH INOUT AS IMPLICIT;
CREATE TABLE moods (mood mood);
INSERT INTO moods VALUES ('commit'::varchar);

--changeset words:cast-dropped
CREATE CAST (mood AS int) WITH INOUT;
DROP CAST IF EXISTS (mood AS int);

--changeset words:extension splitStatements:false
DO $do$
BEGIN
    CREATE EXTENSION IF NOT EXISTS plpgsql;
END
$do$;

--changeset words:default-privileges splitStatements:false
DO $do$
BEGIN
    EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I GRANT SELECT ON TABLES TO PUBLIC', current_schema());
END
$do$;

--changeset words:granted-by-default
CREATE TABLE granted (id int);

--changeset words:constraints
CREATE TABLE parent (id int PRIMARY KEY);
CREATE TABLE child (parent int CONSTRAINT of_parent REFERENCES parent DEFERRABLE);
SET CONSTRAINTS of_parent DEFERRED;
INSERT INTO child VALUES (1);
INSERT INTO parent VALUES (1);

--changeset words:unchecked
SET LOCAL check_function_bodies = off;
SET LOCAL work_mem TO '8MB';
CREATE FUNCTION later() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM made_later';

--changeset words:checked
CREATE TABLE made_later AS SELECT current_setting('check_function_bodies') AS checked;
CREATE TABLE counted AS SELECT later();

--changeset words:search-path
CREATE FUNCTION elsewhere() RETURNS text LANGUAGE sql SET search_path = pg_catalog, pg_temp
    AS 'SELECT current_schemas(false)::text';
CREATE FUNCTION here() RETURNS text LANGUAGE sql AS 'SELECT elsewhere() || current_schema()';
ALTER FUNCTION here() SET search_path = pg_catalog;
ALTER FUNCTION here() RESET search_path;
CREATE TABLE called AS SELECT here();

--changeset words:atomic splitStatements:false
CREATE FUNCTION both_of(a int) RETURNS int
BEGIN ATOMIC
    SELECT temp FROM temp;
    SELECT CASE WHEN a > 1 THEN a ELSE load END FROM temp WHERE load = 3;
END;

--changeset words:atomic-procedure splitStatements:false
CREATE PROCEDURE add_both() BEGIN ATOMIC INSERT INTO parent VALUES (2); INSERT INTO parent VALUES (both_of(1)); END;

--changeset words:atomic-called
CREATE TABLE boths AS SELECT both_of(1) UNION SELECT both_of(2);

--changeset words:routine splitStatements:false
DO $do$
DECLARE
    commit int := 1;
    temp int;
    load text;
BEGIN
    commit := commit + 1;
    SELECT t.temp INTO temp FROM temp AS t ORDER BY 1 DESC LIMIT 1;
    load := CASE WHEN commit > 1 THEN 'Set the role' ELSE load END;
    RAISE NOTICE 'Set role % of %', temp, load;
    SET LOCAL jit = off;
    EXECUTE format('UPDATE %I SET load = 9', 'temp') || ' WHERE temp = 2';
    EXECUTE 'UPDATE ' || quote_ident('temp') || ' SET "commit" = $q$Drop role a$q$';
    CREATE FUNCTION inner_one() RETURNS int LANGUAGE plpgsql SET search_path = pg_temp AS $f$ BEGIN RETURN 1; END $f$;
END
$do$;

--changeset words:commits splitStatements:false
CREATE PROCEDURE commits() LANGUAGE plpgsql AS $$ BEGIN DELETE FROM temp; COMMIT; END $$;

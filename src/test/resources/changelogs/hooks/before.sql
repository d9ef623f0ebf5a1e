-- A comment; with a semicolon, and 'half a quote
CREATE OR REPLACE FUNCTION greet() RETURNS text LANGUAGE plpgsql AS $body$
BEGIN
  -- not the end; of the statement
  RETURN 'hello; ' || current_schema();
END
$body$;
CREATE TABLE IF NOT EXISTS journal (id serial, phase text, plan text, said text, orders bigint);
/* two
   lines; */
INSERT INTO journal (phase, plan, said) SELECT 'before', '${plan} of ${tenant.schema}', greet() WHERE '{"a": 1}'::jsonb ?? 'a';
-- What would make the migration go astray if it stayed:
CREATE TEMP TABLE orders (wrong int);
PREPARE leaked AS SELECT 1;
SET ROLE pg_monitor;
SET search_path = public;
SET statement_timeout = '1min';

--liquibase formatted sql

--changeset app:unchecked
SET LOCAL check_function_bodies = off;
CREATE FUNCTION later() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM made_later';

--changeset app:checked
CREATE TABLE made_later AS SELECT current_setting('check_function_bodies') AS checked;

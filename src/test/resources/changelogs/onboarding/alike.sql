--liquibase formatted sql
--changeset test:customers
CREATE TABLE customers (id serial PRIMARY KEY, name text);
--changeset test:import
INSERT INTO customers (name) SELECT (1 / divisor)::text FROM public.control;
--changeset test:extra
CREATE TABLE IF NOT EXISTS extra (id int);

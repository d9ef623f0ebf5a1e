--liquibase formatted sql

--changeset test:kept
CREATE TABLE kept (id int);

--changeset test:shared
CREATE TABLE IF NOT EXISTS public.lookup (id int);

--changeset test:stray
SET search_path TO public;
CREATE TABLE IF NOT EXISTS stray (id int);

--liquibase formatted sql logicalFilePath:changelogs/busy/first.sql
--changeset test:tables
CREATE TABLE customer (id int PRIMARY KEY);
CREATE TABLE invoice (id int PRIMARY KEY);
--changeset test:slow
INSERT INTO customer SELECT id FROM public.slow CROSS JOIN LATERAL (SELECT pg_sleep(seconds)) AS slept;

--liquibase formatted sql
--changeset test:tables
CREATE TABLE customer (id int PRIMARY KEY);
--changeset test:country
ALTER TABLE customer ADD COLUMN country int REFERENCES public.country (id);

--liquibase formatted sql

--changeset test:leaving
CREATE TABLE customers (id int);
DELETE FROM public.tenants WHERE name = '${tenant}' AND name = 'acme';

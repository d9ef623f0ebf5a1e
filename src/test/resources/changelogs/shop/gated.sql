--liquibase formatted sql

--changeset shop:s1
CREATE TABLE sql_1 (id int PRIMARY KEY, made_in text DEFAULT current_schema());

--changeset shop:gate
UPDATE public.gate SET passed = true WHERE tenant = current_schema();

--liquibase formatted sql

--changeset test:customers
CREATE TABLE customers (id bigint PRIMARY KEY);

--changeset test:always runAlways:true
INSERT INTO public.log VALUES (current_schema());

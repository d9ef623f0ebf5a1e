--liquibase formatted sql

--changeset shop:customers
CREATE TABLE customer (email text, age text);
INSERT INTO customer SELECT email, age FROM public.source WHERE tenant = current_schema();

--changeset shop:unique-email
ALTER TABLE customer ADD CONSTRAINT customer_email UNIQUE (email);

--changeset shop:age-is-a-number
ALTER TABLE customer ALTER age TYPE int USING age::int;

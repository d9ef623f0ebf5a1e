--liquibase formatted sql

--changeset shop:customers
CREATE TABLE customers (id serial PRIMARY KEY, tenant text NOT NULL);
INSERT INTO customers (tenant) VALUES ('${tenant}');

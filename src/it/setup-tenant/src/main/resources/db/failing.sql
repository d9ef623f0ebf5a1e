--liquibase formatted sql

--changeset shop:customers
CREATE TABLE customers (id serial PRIMARY KEY);

--changeset shop:nonsense
SELECT 1 / 0;

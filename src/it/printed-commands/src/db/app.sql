--liquibase formatted sql

--changeset shop:customers
CREATE TABLE customers (id bigint PRIMARY KEY, name text NOT NULL);

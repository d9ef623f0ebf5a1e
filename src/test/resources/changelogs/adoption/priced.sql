--liquibase formatted sql

--changeset test:customers
CREATE TABLE customers (id bigint PRIMARY KEY);

--changeset test:prices
CREATE TABLE prices_${currency} (id bigint PRIMARY KEY);

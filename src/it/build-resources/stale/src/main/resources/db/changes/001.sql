--liquibase formatted sql

--changeset shop:customers
CREATE TABLE customer (id bigint PRIMARY KEY, email text);

--liquibase formatted sql

--changeset shop:customers
CREATE TABLE customer (email text);

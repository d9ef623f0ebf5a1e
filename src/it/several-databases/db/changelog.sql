--liquibase formatted sql

--changeset shop:customer
CREATE TABLE customer (id int PRIMARY KEY);

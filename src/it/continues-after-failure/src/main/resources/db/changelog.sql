--liquibase formatted sql

--changeset shop:customers
CREATE TABLE customer (email text);

--changeset shop:import
INSERT INTO customer SELECT email FROM imported WHERE tenant = current_schema();

--changeset shop:unique-email
CREATE TABLE half_done ();
ALTER TABLE customer ADD CONSTRAINT unique_email UNIQUE (email);
DROP TABLE half_done;

--changeset shop:orders
CREATE TABLE orders (id bigint);

--liquibase formatted sql

--changeset shop:orders
CREATE TABLE orders (id bigint PRIMARY KEY);

--changeset shop:only-once
INSERT INTO orders VALUES (1);

--liquibase formatted sql

--changeset shop:orders
CREATE TABLE orders (id bigint PRIMARY KEY);

--changeset shop:only-once
INSERT INTO orders SELECT 1 WHERE current_setting('statement_timeout') = '0';

--liquibase formatted sql

--changeset shop:orders
CREATE TABLE orders (customer_id bigint REFERENCES customer);

--changeset shop:orders-by-customer runInTransaction:false
CREATE INDEX CONCURRENTLY orders_by_customer ON orders (customer_id);

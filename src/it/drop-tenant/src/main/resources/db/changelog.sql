--liquibase formatted sql

--changeset shop:customers
CREATE TABLE customers (id bigint PRIMARY KEY, name text NOT NULL);
--rollback DROP TABLE customers;

--changeset shop:customers-by-name runInTransaction:false
CREATE INDEX CONCURRENTLY customers_by_name ON customers (name);
--rollback DROP INDEX customers_by_name;

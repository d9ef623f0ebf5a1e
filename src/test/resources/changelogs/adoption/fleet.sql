--liquibase formatted sql

--changeset test:customers
CREATE TYPE mood AS ENUM ('glad', 'sad');
CREATE TABLE customers (id bigint PRIMARY KEY, name varchar(100) NOT NULL, mood mood);

--changeset test:by-name runInTransaction:false
CREATE INDEX CONCURRENTLY customers_by_name ON customers (name);

--changeset test:guarded
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:0 SELECT count(*) FROM customers
INSERT INTO customers VALUES (1, 'first');

--changeset test:orders labels:later
--comment What customers want
CREATE TABLE orders (id int PRIMARY KEY);

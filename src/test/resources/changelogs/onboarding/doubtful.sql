--liquibase formatted sql
--changeset test:customers
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:0 SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'customers' AND now() IS NOT NULL
CREATE TABLE customers (id int PRIMARY KEY, name text);
--changeset test:orders
CREATE TABLE orders (id int PRIMARY KEY, customer int REFERENCES customers);
--changeset test:invoices
CREATE TABLE invoices (id int PRIMARY KEY, ordered int REFERENCES orders);

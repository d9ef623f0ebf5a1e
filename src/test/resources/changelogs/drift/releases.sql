--liquibase formatted sql
--changeset test:customer
CREATE TABLE customer (id serial PRIMARY KEY, email text NOT NULL, kind text DEFAULT 'a');
--changeset test:orders
CREATE TABLE orders (id serial PRIMARY KEY, customer int REFERENCES customer (id));
--changeset test:concurrently runInTransaction:false
CREATE INDEX CONCURRENTLY orders_customer ON orders (customer);
--changeset test:view
CREATE VIEW ordered AS SELECT customer.email, orders.id FROM customer JOIN orders ON orders.customer = customer.id;
--changeset test:function endDelimiter:/
CREATE FUNCTION counted() RETURNS bigint RETURN (SELECT count(*) FROM orders)
/
--changeset test:again runOnChange:true
CREATE OR REPLACE VIEW mails AS SELECT email FROM customer;

--liquibase formatted sql
--changeset test:customer
CREATE TABLE customer (id int PRIMARY KEY, name text);
CREATE INDEX customer_name ON customer (name);
--rollback DROP TABLE customer;

--changeset test:orders
CREATE TABLE orders (id int PRIMARY KEY, customer int REFERENCES customer);
--rollback DROP TABLE orders;

--changeset test:never
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:1 SELECT count(*) FROM customer
DROP TABLE customer;
--rollback empty

--changeset test:guarded
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:0 SELECT count(*) FROM orders
ALTER TABLE orders ADD note text;
--rollback ALTER TABLE orders DROP note;

--changeset test:unindexed
ALTER TABLE customer ADD rating int;
DROP INDEX customer_name;
--rollback ALTER TABLE customer DROP rating;
--rollback CREATE INDEX IF NOT EXISTS customer_name ON customer (name);

--changeset test:email
ALTER TABLE customer ADD email text;
--rollback ALTER TABLE customer DROP email;

--liquibase formatted sql
--changeset test:customer
CREATE TABLE customer (id int PRIMARY KEY, name text);
--rollback DROP TABLE customer;

--changeset test:indexed runInTransaction:false
CREATE INDEX CONCURRENTLY customer_name ON customer (name);
--rollback DROP INDEX CONCURRENTLY customer_name;

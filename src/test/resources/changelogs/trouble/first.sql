--liquibase formatted sql
--changeset test:customer
CREATE TABLE customer (id int PRIMARY KEY);
--rollback DROP TABLE customer;

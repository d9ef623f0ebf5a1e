--liquibase formatted sql
--changeset shop:customer
CREATE TABLE customer (name text PRIMARY KEY);
INSERT INTO customer VALUES ('first of ${tenant}');
--changeset shop:note
CREATE TABLE note (text text);
INSERT INTO note VALUES ('${pgmt.embedded.password} ${pgmt.embedded.port}');

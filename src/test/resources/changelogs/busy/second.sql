--liquibase formatted sql logicalFilePath:changelogs/busy/first.sql
--changeset test:tables
CREATE TABLE customer (id int PRIMARY KEY);
CREATE TABLE invoice (id int PRIMARY KEY);
--changeset test:invoice
ALTER TABLE invoice ADD COLUMN total int;
--changeset test:customer
ALTER TABLE customer ADD COLUMN name text;
--changeset test:view
CREATE VIEW total AS SELECT sum(total) AS total FROM invoice;

--liquibase formatted sql logicalFilePath:changelogs/busy/first.sql
--changeset test:tables
CREATE TABLE customer (id int PRIMARY KEY);
CREATE TABLE invoice (id int PRIMARY KEY);
--changeset test:customer runInTransaction:false
ALTER TABLE customer ADD COLUMN name text;

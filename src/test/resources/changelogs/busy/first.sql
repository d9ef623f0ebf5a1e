--liquibase formatted sql
--changeset test:tables
CREATE TABLE customer (id int PRIMARY KEY);
CREATE TABLE invoice (id int PRIMARY KEY);

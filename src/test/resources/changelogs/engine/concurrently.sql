--liquibase formatted sql

--changeset test:table
CREATE TABLE item (id int, name text);

--changeset test:index runInTransaction:false
CREATE INDEX CONCURRENTLY IF NOT EXISTS item_name ON item (name);

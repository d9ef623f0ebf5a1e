--liquibase formatted sql
--changeset test:made
CREATE TABLE made (id int);
--changeset test:concurrent runInTransaction:false
CREATE INDEX CONCURRENTLY made_id ON made (id);

--liquibase formatted sql
--changeset test:index runInTransaction:false
CREATE INDEX CONCURRENTLY IF NOT EXISTS step1_id ON step1 (id);

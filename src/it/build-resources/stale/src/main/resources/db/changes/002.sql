--liquibase formatted sql

--changeset shop:by-email
CREATE INDEX ON customer (email);

--liquibase formatted sql

--changeset shop:customers runAlways:true
CREATE TABLE IF NOT EXISTS customer (email text);

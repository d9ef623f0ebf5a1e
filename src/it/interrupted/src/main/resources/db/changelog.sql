--liquibase formatted sql

--changeset shop:customers
CREATE TABLE customer (email text);

--changeset shop:slow
CREATE TABLE half_done ();
SELECT pg_sleep(seconds) FROM nap;

--changeset shop:orders
CREATE TABLE orders (id bigint);

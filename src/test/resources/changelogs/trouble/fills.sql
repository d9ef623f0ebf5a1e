--liquibase formatted sql

--changeset test:customer
CREATE TABLE customer (id int PRIMARY KEY, filler text);

--changeset test:fills
INSERT INTO customer SELECT number, repeat('x', 1000) FROM generate_series(1, 2000) AS number;

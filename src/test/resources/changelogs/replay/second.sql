--liquibase formatted sql
--changeset test:customer
CREATE TABLE customer (id int PRIMARY KEY, name text);
INSERT INTO customer VALUES (1, 'first');
--changeset test:always runAlways:true
UPDATE customer SET name = name || '!' WHERE id = 1;
--changeset test:extra
CREATE TABLE IF NOT EXISTS extra (id int);
--changeset test:email
ALTER TABLE customer ADD COLUMN email text;

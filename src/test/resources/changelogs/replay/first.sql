--liquibase formatted sql
--changeset test:customer
CREATE TABLE customer (id int PRIMARY KEY, name text);
INSERT INTO customer VALUES (1, 'first');
--changeset test:always runAlways:true
UPDATE customer SET name = name || '!' WHERE id = 1;

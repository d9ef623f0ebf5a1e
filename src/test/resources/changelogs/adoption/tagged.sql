--liquibase formatted sql

--changeset test:customers
CREATE TABLE customers (id bigint PRIMARY KEY);

--changeset test:always runAlways:true
COMMENT ON TABLE customers IS 'always';

--changeset test:orders
CREATE TABLE orders (id int PRIMARY KEY);

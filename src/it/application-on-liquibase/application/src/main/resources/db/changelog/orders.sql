--liquibase formatted sql

--changeset shop:orders
CREATE TABLE orders (customer_id bigint REFERENCES customer, product_id int REFERENCES product);

--changeset shop:orders-by-customer runInTransaction:false
CREATE INDEX CONCURRENTLY orders_by_customer ON orders (customer_id);

--changeset shop:orders-of-a-day runOnChange:true splitStatements:false endDelimiter:@
CREATE OR REPLACE VIEW order_list AS SELECT customer_id, product_id, '${tenant}' AS tenant FROM orders;

--changeset shop:seen runAlways:true
UPDATE product SET title = title;

--changeset shop:for-production context:production
CREATE TABLE only_in_production (id int);

--changeset shop:for-tests context:test
CREATE TABLE only_in_tests (id int);

--changeset shop:extra labels:extra
CREATE TABLE extra (id int);

--changeset shop:other-database dbms:oracle
CREATE TABLE only_in_oracle (id int);

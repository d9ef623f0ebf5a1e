--liquibase formatted sql

--changeset shop:customers
CREATE TABLE customers (id int PRIMARY KEY);
--rollback DROP TABLE customers;

--changeset shop:orders labels:release-2
CREATE TABLE orders (id int PRIMARY KEY, plan text DEFAULT '${plan}');
--rollback COMMENT ON TABLE orders IS '${plan}';
--rollback DROP TABLE orders;

--changeset shop:by-plan labels:release-2 runInTransaction:false
CREATE INDEX CONCURRENTLY orders_by_plan ON orders (plan);
--rollback DROP INDEX CONCURRENTLY orders_by_plan;

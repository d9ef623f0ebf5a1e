--liquibase formatted sql

--changeset shop:prices
CREATE TABLE price AS SELECT 100 / seats AS per_seat FROM plan WHERE tenant = current_schema();

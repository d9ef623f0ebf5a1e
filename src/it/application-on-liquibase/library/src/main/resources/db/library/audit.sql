--liquibase formatted sql

--changeset shop:audit
CREATE TABLE audit (id int);

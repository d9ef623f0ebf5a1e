--liquibase formatted sql

--changeset shop:near-first
CREATE TABLE near_first (id int);

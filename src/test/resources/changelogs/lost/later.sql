--liquibase formatted sql

--changeset test:later
CREATE TABLE later (id bigint PRIMARY KEY);

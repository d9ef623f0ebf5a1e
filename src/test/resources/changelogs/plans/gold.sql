--liquibase formatted sql
--changeset test:gold
CREATE TABLE gold (id int);

--liquibase formatted sql
--changeset test:silver
CREATE TABLE silver (id int);

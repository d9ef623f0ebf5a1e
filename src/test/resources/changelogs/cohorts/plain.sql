--liquibase formatted sql
--changeset test:plain
CREATE TABLE plain (id int);

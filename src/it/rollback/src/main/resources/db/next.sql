--liquibase formatted sql

--changeset shop:irreversible
CREATE TABLE irreversible (id int);

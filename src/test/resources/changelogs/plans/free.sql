--liquibase formatted sql
--changeset test:free
CREATE TABLE free (id int);

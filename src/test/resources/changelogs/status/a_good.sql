--liquibase formatted sql

--changeset test:a_good
CREATE TABLE own (id int);

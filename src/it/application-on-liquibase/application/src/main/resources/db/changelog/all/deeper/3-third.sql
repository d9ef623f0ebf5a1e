--liquibase formatted sql

--changeset shop:all-deeper
CREATE TABLE all_deeper (id int);

--liquibase formatted sql

--changeset shop:more-first
CREATE TABLE more_first (id int);

--liquibase formatted sql

--changeset shop:all-second
CREATE TABLE all_second (id int);

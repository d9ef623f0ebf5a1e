--liquibase formatted sql

--changeset shop:currencies
CREATE TABLE currencies (code char(3) PRIMARY KEY);

--changeset shop:mistaken
CREATE TABLE halfway (id int);
ALTER TABLE no_such_table ADD COLUMN x int;

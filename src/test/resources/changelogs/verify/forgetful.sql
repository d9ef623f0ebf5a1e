--liquibase formatted sql

--changeset test:lost
CREATE TABLE lost (id int);

--changeset test:later
CREATE TABLE later (id int);

--liquibase formatted sql

--changeset shop:countries
CREATE TABLE countries (code char(2) PRIMARY KEY);
INSERT INTO countries VALUES ('NO'), ('DK');

--liquibase formatted sql

--changeset shop:countries logicalFilePath:db/shared.sql
CREATE TABLE countries (code char(2) PRIMARY KEY);
INSERT INTO countries VALUES ('NO'), ('DK');

--changeset shop:currencies
ALTER TABLE currencies ADD COLUMN code char(3);

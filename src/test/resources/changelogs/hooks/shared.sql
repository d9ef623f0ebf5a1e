--liquibase formatted sql

--changeset shop:countries
CREATE TABLE countries (code char(2) PRIMARY KEY, said text);
INSERT INTO countries VALUES ('NO', '${tenant}|${tenant.schema}|${plan}');

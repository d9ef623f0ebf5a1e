--liquibase formatted sql

--changeset shop:s1
CREATE TABLE sql_1 (id int PRIMARY KEY, made_in text DEFAULT current_schema());
INSERT INTO sql_1 VALUES (1);
--rollback DROP TABLE sql_1;

--changeset shop:s2
CREATE TABLE sql_2 (id int PRIMARY KEY, made_in text DEFAULT current_schema());
INSERT INTO sql_2 VALUES (2);
--rollback DROP TABLE sql_2;

--changeset shop:s3
CREATE TABLE sql_3 (id int PRIMARY KEY, made_in text DEFAULT current_schema());
INSERT INTO sql_3 VALUES (3);
--rollback DROP TABLE sql_3;

--changeset shop:s4
CREATE TABLE sql_4 (id int PRIMARY KEY, made_in text DEFAULT current_schema());
INSERT INTO sql_4 VALUES (4);
--rollback DROP TABLE sql_4;

--changeset shop:s5
CREATE TABLE sql_5 (id int PRIMARY KEY, made_in text DEFAULT current_schema());
INSERT INTO sql_5 VALUES (5);
--rollback DROP TABLE sql_5;

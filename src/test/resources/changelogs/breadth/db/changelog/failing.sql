--liquibase formatted sql

--changeset failing:before
CREATE TABLE before (id int);

--changeset failing:may-fail failOnError:false
INSERT INTO before VALUES (1), ('two');

--changeset failing:fails
CREATE TABLE half (id int);
INSERT INTO half VALUES (1);
SELECT 1 / 0;

--changeset failing:after
CREATE TABLE never (id int);

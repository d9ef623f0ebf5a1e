--liquibase formatted sql
--changeset test:made
CREATE TABLE made (id int);
--changeset test:allowed failOnError:false
INSERT INTO made VALUES (1 / 0);
--changeset test:later
INSERT INTO made VALUES (2);

--liquibase formatted sql
--changeset test:made
CREATE TABLE made (id int);
--changeset test:commits splitStatements:false
INSERT INTO made VALUES (1); COMMIT; INSERT INTO made VALUES (2);

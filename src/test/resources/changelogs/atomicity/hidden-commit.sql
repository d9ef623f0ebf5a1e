--liquibase formatted sql
--changeset test:made
CREATE TABLE made (id int);
--changeset test:commits splitStatements:false stripComments:false
INSERT INTO made VALUES (1); /*/ unreadable */ COMMIT;
--changeset test:later
INSERT INTO made VALUES (2);

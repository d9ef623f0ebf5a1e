--liquibase formatted sql
--changeset test:made
CREATE TABLE made (id int);
INSERT INTO made VALUES (1);
--changeset test:unique
CREATE UNIQUE INDEX once ON made (id);
--changeset test:copied
INSERT INTO made SELECT id FROM public.seed WHERE tenant = current_schema();

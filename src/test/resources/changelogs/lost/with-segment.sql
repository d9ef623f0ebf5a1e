--liquibase formatted sql
--changeset test:step1
CREATE TABLE step1 (id int);
INSERT INTO public.log VALUES (current_schema(), 1);
--changeset test:step2
CREATE TABLE step2 (id int);
INSERT INTO public.log VALUES (current_schema(), 2);
--changeset test:step3
--preconditions onFail:HALT
--precondition-sql-check expectedResult:0 SELECT count(*) FROM step2 WHERE now() IS NOT NULL
CREATE TABLE step3 (id int);
INSERT INTO public.log VALUES (current_schema(), 3);
--changeset test:step4
CREATE TABLE step4 (id int);
INSERT INTO public.log VALUES (current_schema(), 4);
--changeset test:step5
CREATE TABLE step5 (id int);
INSERT INTO public.log VALUES (current_schema(), 5);

--liquibase formatted sql
--changeset test:step1
CREATE TABLE step1 (id int);
INSERT INTO public.log VALUES (current_schema(), 1);
--rollback DROP TABLE step1;
--rollback DELETE FROM public.log WHERE tenant = current_schema() AND step = 1;
--changeset test:step2
CREATE TABLE step2 (id int);
INSERT INTO public.log VALUES (current_schema(), 2);
--rollback DROP TABLE step2;
--rollback DELETE FROM public.log WHERE tenant = current_schema() AND step = 2;
--changeset test:step3
CREATE TABLE step3 (id int);
INSERT INTO public.log VALUES (current_schema(), 3);
--rollback DROP TABLE step3;
--rollback DELETE FROM public.log WHERE tenant = current_schema() AND step = 3;
--changeset test:step4
CREATE TABLE step4 (id int);
INSERT INTO public.log VALUES (current_schema(), 4);
--rollback DROP TABLE step4;
--rollback DELETE FROM public.log WHERE tenant = current_schema() AND step = 4;
--changeset test:step5
CREATE TABLE step5 (id int);
INSERT INTO public.log VALUES (current_schema(), 5);
--rollback DROP TABLE step5;
--rollback DELETE FROM public.log WHERE tenant = current_schema() AND step = 5;

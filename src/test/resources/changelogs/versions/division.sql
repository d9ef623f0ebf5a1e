--liquibase formatted sql

--changeset test:divides
CREATE TABLE share AS
SELECT 1 / CASE WHEN current_schema() IN (SELECT schema FROM public.zero) THEN 0 ELSE 1 END AS part;

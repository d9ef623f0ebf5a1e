--liquibase formatted sql
--changeset test:function splitStatements:false
CREATE OR REPLACE FUNCTION public.one() RETURNS int LANGUAGE sql AS 'SELECT 1';

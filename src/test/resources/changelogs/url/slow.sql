--liquibase formatted sql

--changeset test:quick
CREATE TABLE quick (id int);

--changeset test:slow
SELECT pg_sleep(CASE WHEN current_schema() = 't01' THEN 0 ELSE 60 END);

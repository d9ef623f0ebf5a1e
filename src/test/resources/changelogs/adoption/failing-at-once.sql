--liquibase formatted sql

--changeset app:one
INSERT INTO no_such_table VALUES (1);

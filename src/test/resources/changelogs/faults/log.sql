--liquibase formatted sql
--changeset test:log
CREATE TABLE log (entry text);
--rollback DROP TABLE log;

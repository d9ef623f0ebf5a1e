--liquibase formatted sql

--changeset test:note
ALTER TABLE customer ADD note text;
--rollback ALTER TABLE customer DROP note;

--changeset test:by-note
CREATE INDEX customer_note ON customer (note);
--rollback DROP INDEX customer_note;

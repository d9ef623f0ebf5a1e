--liquibase formatted sql

--changeset test:by-email runInTransaction:false
CREATE INDEX CONCURRENTLY customers_by_email ON customers (email);
--rollback DROP INDEX CONCURRENTLY customers_by_email;

--changeset test:names context:reporting
CREATE VIEW names AS SELECT name, '${secret}' AS origin FROM customers;
--rollback COMMENT ON VIEW names IS '${secret} of ${tenant}';
--rollback DROP VIEW names;

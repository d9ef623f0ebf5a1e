--liquibase formatted sql

--changeset test:again runOnChange:true
CREATE OR REPLACE VIEW again AS SELECT ${version} AS version;
--rollback DROP VIEW again;

--liquibase formatted sql

--changeset shop:owner-@owner@
COMMENT ON TABLE customer IS 'of @owner@, ${left.alone}';

--liquibase formatted sql

--changeset shop:phone labels:release-2
ALTER TABLE customer ADD phone text;
--rollback ALTER TABLE customer DROP phone;

--changeset shop:email-required labels:release-2
ALTER TABLE customer ALTER email SET NOT NULL;
--rollback ALTER TABLE customer ALTER email DROP NOT NULL;

--liquibase formatted sql

--changeset test:third
CREATE TABLE third (id int);
--rollback DROP TABLE third;

--liquibase formatted sql
--changeset test:everybody
CREATE TABLE everybody (id int);

--liquibase formatted sql

--changeset test:c_good
CREATE TABLE own (id int);

--liquibase formatted sql
--changeset test:type
CREATE TYPE mood AS ENUM ('good');
CREATE TABLE made (mood mood);

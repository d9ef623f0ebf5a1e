--liquibase formatted sql
--changeset test:type logicalFilePath:changelogs/atomicity/enum.sql
CREATE TYPE mood AS ENUM ('good');
CREATE TABLE made (mood mood);
--changeset test:bad
ALTER TYPE mood ADD VALUE 'bad';
--changeset test:used
INSERT INTO made VALUES ('bad');

--liquibase formatted sql
--changeset test:one
INSERT INTO log VALUES ('one');
--rollback DELETE FROM log WHERE entry = 'one';

--changeset test:two
CREATE TABLE two (id int PRIMARY KEY);
INSERT INTO log SELECT 'two' FROM pg_sleep(0.01);
--rollback DROP TABLE two; DELETE FROM log WHERE entry = 'two';

--changeset test:three
CREATE INDEX log_entry ON log (entry);
INSERT INTO log VALUES ('three');
--rollback DROP INDEX log_entry; DELETE FROM log WHERE entry = 'three';

--changeset test:four
ALTER TABLE two ADD COLUMN name text;
INSERT INTO log SELECT 'four' FROM pg_sleep(0.01);
--rollback ALTER TABLE two DROP COLUMN name; DELETE FROM log WHERE entry = 'four';

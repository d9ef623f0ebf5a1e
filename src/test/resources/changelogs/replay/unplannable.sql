--liquibase formatted sql
--changeset test:plain
CREATE TABLE plain (id int);
--changeset test:guarded
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:0 SELECT count(*) FROM plain WHERE now() IS NOT NULL
INSERT INTO plain VALUES (1);
--changeset test:path
SELECT set_config('search_path', current_setting('search_path'), false);

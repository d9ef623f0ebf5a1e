--liquibase formatted sql

--changeset routines:table labels:core context:test
--comment: A table for the routines
CREATE TABLE journal (id int, word text);
INSERT INTO journal VALUES (1, '${tenant} pays in ${currency}');
--rollback DROP TABLE journal;

--changeset routines:function splitStatements:false
CREATE FUNCTION note_customer() RETURNS trigger LANGUAGE plpgsql AS $BODY$
BEGIN
  INSERT INTO journal VALUES (NEW.id, NEW.name);
  RETURN NEW; -- ; here
END;
$BODY$;
--rollback DROP FUNCTION note_customer();

--changeset routines:trigger endDelimiter:$$ stripComments:false
CREATE TRIGGER customer_noted AFTER INSERT ON customer FOR EACH ROW EXECUTE FUNCTION note_customer() $$
/* kept; as it is */ CREATE TRIGGER customer_noted_too AFTER UPDATE ON customer FOR EACH ROW EXECUTE FUNCTION note_customer() $$

--changeset routines:guarded
--preconditions onFail:MARK_RAN onError:HALT
--precondition-sql-check expectedResult:0 SELECT count(*) FROM journal WHERE id = 1
CREATE TABLE never_6 (id int);

--changeset routines:guarded-and-run
--preconditions onFail:HALT
--precondition-sql-check expectedResult:1 SELECT count(*) FROM journal WHERE id = 1
--precondition-table-exists table:journal
CREATE TABLE guarded_and_run (id int);

--changeset routines:property-is-literal
--property name:of.sql value:unused
CREATE TABLE "Mixed" (id int, "order" text);

--changeset routines:concurrently runInTransaction:false
CREATE INDEX CONCURRENTLY journal_word ON journal (word);

--changeset routines:may-fail failOnError:false
SELECT 1 / 0;

--changeset routines:oracle dbms:oracle
CREATE TABLE never_7 (x number);

--changeset routines:ignored ignore:true
CREATE TABLE never_8 (id int);

--changeset routines:materialized runOnChange:true
DROP MATERIALIZED VIEW IF EXISTS totals;
CREATE MATERIALIZED VIEW totals AS SELECT customer_id, sum(total) AS total FROM invoice GROUP BY 1;
CREATE UNIQUE INDEX totals_customer ON totals (customer_id);

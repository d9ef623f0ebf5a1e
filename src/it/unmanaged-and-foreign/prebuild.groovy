import io.github.pgmt.testing.ItCases
import io.github.pgmt.testing.ItDatabase

ItDatabase.create(context, basedir, [
    'CREATE SCHEMA acme',
    'CREATE SCHEMA legacy',
    'CREATE TABLE legacy.ledger (id bigint)',
    'CREATE SCHEMA other',
    """CREATE TABLE other.databasechangelog (
        id varchar(255) NOT NULL, author varchar(255) NOT NULL, filename varchar(255) NOT NULL,
        dateexecuted timestamp NOT NULL, orderexecuted integer NOT NULL, exectype varchar(10) NOT NULL,
        md5sum varchar(35), description varchar(255), comments varchar(255), tag varchar(255), liquibase varchar(20),
        contexts varchar(255), labels varchar(255), deployment_id varchar(10))""",
    "INSERT INTO other.databasechangelog VALUES ('1', 'crm', 'crm/master.xml', now(), 1, 'EXECUTED')",
])

ItCases.in(basedir)
    .add('all', 'migrate-all', [:])
    .add('chosen', 'migrate-all', ['pgmt.excludes': 'legacy, other'])
    .write()

import io.github.pgmt.testing.ItCases
import io.github.pgmt.testing.ItDatabase

ItDatabase.create(context, basedir, ['CREATE SCHEMA acme', 'CREATE SCHEMA beta'])

ItCases.in(basedir)
    .add('first', 'migrate-all', ['pgmt.dryRun': 'true'])
    // Notes first what the one before has left.
    .add('acme', 'migrate-all', ['pgmt.tenants': 'acme', 'pgmt.beforeAllSql': '../../hooks/note.sql'])
    .add('second', 'migrate-all', ['pgmt.dryRun': 'true'])
    .add('gate', 'migrate-all', ['pgmt.dryRun': 'true', 'pgmt.failOnPending': 'true'])
    .write()

import io.github.pgmt.testing.ItCases
import io.github.pgmt.testing.ItDatabase

def lock = { schema -> [
    "CREATE TABLE ${schema}.databasechangeloglock (id int PRIMARY KEY, locked boolean, lockgranted timestamp, lockedby text)",
    "INSERT INTO ${schema}.databasechangeloglock VALUES (1, true, '2026-01-02 03:04:05.678', 'app-1 (10.0.0.1)')",
]*.toString() }

ItDatabase.create(context, basedir, [
    'CREATE SCHEMA acme',
    'CREATE SCHEMA beta',
    'CREATE SCHEMA held',
    *lock('held'),
    'CREATE SCHEMA legacy',
    'CREATE TABLE legacy.ledger (id bigint)',
    // A table that has the name of a history and is none.
    'CREATE SCHEMA odd',
    'CREATE TABLE odd.databasechangelog (id text, writer text, filename text)',
    *(1..60).collect { String.format('CREATE SCHEMA t%02d', it) },
])

def few = ['pgmt.excludes': 't??,odd']
ItCases.in(basedir)
    .add('migrated', 'migrate-tenant', ['pgmt.tenant': 'acme'])
    .add('pgmt', 'status', few)
    .add('gate', 'status', few + ['pgmt.failOnPending': 'true'])
    .add('current', 'status', ['pgmt.failOnPending': 'true', 'pgmt.tenant': 'acme', 'pgmt.reportFormats': 'json,junit,markdown'])
    .add('unreadable', 'status', ['pgmt.tenants': 'odd, beta'])
    .add('many', 'status', ['pgmt.excludes': 'odd'])
    .add('refused', 'status', ['pgmt.tenants': ''])
    .add('no-connection', 'status', ['pgmt.username': 'no_such_role'])
    .write()
return true

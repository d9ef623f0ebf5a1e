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
])
return true

import io.github.pgmt.testing.ItDatabase

def locked = { schema -> [
    "CREATE SCHEMA ${schema}",
    "CREATE TABLE ${schema}.databasechangelog (id text, author text, filename text)",
    "CREATE TABLE ${schema}.databasechangeloglock (id int PRIMARY KEY, locked boolean NOT NULL, lockgranted timestamp, lockedby text)",
    "INSERT INTO ${schema}.databasechangeloglock VALUES (1, true, localtimestamp - interval '3 days 1 hour', 'app-1 (10.9.9.9)')",
]*.toString() }

ItDatabase.create(context, basedir, [*locked('acme'), *locked('beta'), *locked('gamma'), 'CREATE SCHEMA fresh'])
return true

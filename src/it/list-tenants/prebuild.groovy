import io.github.pgmt.testing.ItDatabase

def history = { schema, columns -> [
    "CREATE SCHEMA ${schema}",
    "CREATE TABLE ${schema}.databasechangelog (${columns})",
]*.toString() }

ItDatabase.create(context, basedir, [
    *history('t_acme', 'id text, author text, filename text'),
    "INSERT INTO t_acme.databasechangelog VALUES ('one', 'shop', 'db/changelog.sql')",
    'CREATE TABLE t_acme.customer AS SELECT i AS id FROM generate_series(1, 10000) AS i',
    *history('t_orphan', 'id text, author text, filename text'),
    'CREATE SCHEMA t_fresh',
    'CREATE SCHEMA eu_demo',
    'CREATE SCHEMA registry',
    'CREATE TABLE registry.tenant (name text)',
    "INSERT INTO registry.tenant VALUES ('acme'), ('fresh'), ('gone'), ('odd')",
])
return true

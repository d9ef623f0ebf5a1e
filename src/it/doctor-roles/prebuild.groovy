import io.github.pgmt.testing.ItDatabase

def migrated = { schema -> [
    "CREATE SCHEMA ${schema}",
    "CREATE TABLE ${schema}.databasechangelog (id text, author text, filename text)",
    "CREATE TABLE ${schema}.databasechangeloglock (id int PRIMARY KEY, locked boolean NOT NULL, lockgranted timestamp, lockedby text)",
]*.toString() }

ItDatabase.create(context, basedir, [
    *migrated('t_acme'),
    *migrated('t_beta'),
    'CREATE SCHEMA app',
    'CREATE SCHEMA ext',
    'CREATE TABLE app.tenant (subdomain text)',
    "INSERT INTO app.tenant VALUES ('acme'), ('beta')",
    'ALTER TABLE app.tenant ENABLE ROW LEVEL SECURITY',
    'GRANT CREATE ON SCHEMA t_acme, app, ext TO PUBLIC',
    'CREATE PUBLICATION everything FOR ALL TABLES',
])
return true

import io.github.pgmt.testing.ItDatabase

ItDatabase.create(context, basedir, [
    'CREATE SCHEMA app',
    'CREATE TABLE app.plan (name text PRIMARY KEY)',
    "INSERT INTO app.plan VALUES ('basic')",
    """CREATE TABLE app.tenant (name text PRIMARY KEY, display_name text NOT NULL,
        plan text NOT NULL DEFAULT 'basic' REFERENCES app.plan, seats int)""",
    // As a killed create-tenant leaves it: a row, and no schema.
    "INSERT INTO app.tenant VALUES ('beta', 'Beta Limited')",
])
return true

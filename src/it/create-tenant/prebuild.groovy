import io.github.pgmt.testing.ItCases
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

ItCases.in(basedir)
    .add('acme', 'create-tenant', ['pgmt.tenant': 't_acme'],
        '<attributes><display_name>ACME, Inc.</display_name><seats>7</seats></attributes>')
    .add('all', 'setup-all-tenants', [:])
    .add('state', 'status', [:])
    .add('removed', 'create-tenant', ['pgmt.tenant': 't_gamma', 'pgmt.changeLogFile': 'db/failing.sql',
        'pgmt.attributes': 'display_name=Gamma\\, Limited,seats=3'])
    .add('no-plan', 'create-tenant', ['pgmt.tenant': 't_gamma',
        'pgmt.attributes': 'display_name=Gamma\\, Limited,plan=platinum-plus'])
    .add('again', 'create-tenant', ['pgmt.tenant': 't_acme'])
    .add('no-row', 'setup-tenant', ['pgmt.tenant': 't_unknown'])
    .write()
return true

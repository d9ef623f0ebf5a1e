import io.github.pgmt.testing.ItCases
import io.github.pgmt.testing.ItDatabase

ItDatabase.create(context, basedir, [
    'CREATE SCHEMA acme',
    'CREATE TABLE acme.customers (id bigint PRIMARY KEY, name text NOT NULL)',
    'CREATE SCHEMA beta',
    'CREATE TABLE beta.customers (id int PRIMARY KEY, name text NOT NULL)',
])

ItCases.in(basedir)
    .add('no-choice', 'changelog-sync', [:])
    .add('sync', 'changelog-sync', ['pgmt.allTenants': 'true'])
    .add('tagged', 'status tag', ['pgmt.tenant': 'acme', 'pgmt.tag': 'v1'])
    .add('no-tag', 'tag', ['pgmt.tenant': 'acme'])
    .write()
return true

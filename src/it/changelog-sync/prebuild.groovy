import io.github.pgmt.testing.ItDatabase

ItDatabase.create(context, basedir, [
    'CREATE SCHEMA acme',
    'CREATE TABLE acme.customers (id bigint PRIMARY KEY, name text NOT NULL)',
    'CREATE SCHEMA beta',
    'CREATE TABLE beta.customers (id int PRIMARY KEY, name text NOT NULL)',
])
return true

import io.github.pgmt.testing.ItDatabase

ItDatabase.create(context, basedir, [
    'CREATE SCHEMA t_acme',
    'CREATE SCHEMA t_beta',
    'CREATE SCHEMA registry',
    'CREATE TABLE registry.tenant (name text PRIMARY KEY)',
    "INSERT INTO registry.tenant VALUES ('acme'), ('beta')",
])
return true

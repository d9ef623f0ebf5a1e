import io.github.pgmt.testing.ItCases
import io.github.pgmt.testing.ItDatabase

ItDatabase.create(context, basedir, [
    'CREATE SCHEMA t_acme',
    'CREATE SCHEMA t_beta',
    'CREATE SCHEMA registry',
    'CREATE TABLE registry.tenant (name text PRIMARY KEY)',
    "INSERT INTO registry.tenant VALUES ('acme'), ('beta')",
])

ItCases.in(basedir)
    .add('migrated', 'migrate-all', ['pgmt.afterAllSql': '../../hooks/everybody.sql'])
    .add('nobody', 'drop-tenant', [:])
    .add('wrong-name', 'drop-tenant', ['pgmt.tenant': 't_acme', 'pgmt.confirm': 'acme'])
    .add('dry-run', 'drop-tenant', ['pgmt.tenant': 't_acme', 'pgmt.dropRegistryRow': 'true', 'pgmt.dryRun': 'true'])
    .add('needed', 'drop-tenant', ['pgmt.tenant': 't_beta', 'pgmt.confirm': 't_beta'])
    .add('dropped', 'drop-tenant', ['pgmt.tenant': 't_acme', 'pgmt.confirm': 't_acme', 'pgmt.dropRegistryRow': 'true'])
    .write()
return true

import io.github.pgmt.testing.ItCases
import io.github.pgmt.testing.ItDatabase

ItDatabase.of(basedir).execute('CREATE SCHEMA t_odd', 'CREATE TABLE t_odd.databasechangelog (id text)')

ItCases.in(basedir)
    .add('registry', 'list-tenants', ['pgmt.tenantTable': 'registry.tenant', 'pgmt.tenantSchemaColumn': 'name', 'pgmt.schemaPrefix': 't_'])
    .add('nobody', 'list-tenants', ['pgmt.schemaPrefix': 'nobody_'])
    .write()
return true

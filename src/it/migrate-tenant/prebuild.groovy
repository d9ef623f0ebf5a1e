import io.github.pgmt.testing.ItCases
import io.github.pgmt.testing.ItDatabase

ItDatabase.create(context, basedir, ['CREATE SCHEMA acme', 'CREATE SCHEMA beta'])

ItCases.in(basedir)
    .add('acme', 'migrate-tenant', ['pgmt.tenant': 'acme'])
    .add('unknown', 'migrate-tenant', ['pgmt.tenant': 'acm*'])
    .add('nobody', 'migrate-tenant', [:])
    .write()

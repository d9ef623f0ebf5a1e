import io.github.pgmt.testing.ItCases
import io.github.pgmt.testing.ItDatabase

ItDatabase.create(context, basedir, ['CREATE SCHEMA acme', 'CREATE SCHEMA beta'])
ItCases.in(basedir)
    .add('tenant', 'migrate-all', ['pgmt.tenant': ''])
    .add('includes', 'migrate-all', ['pgmt.includes': 'nothing*'])
    .add('file', 'migrate-all', ['pgmt.tenantsFile': new File(basedir, 'empty.txt').path])
    // A property of the project's own, which a script sets to nothing.
    .add('in-pom', 'migrate-all', [:], '<tenants>${my.tenants}</tenants>')
    .write()

import io.github.pgmt.testing.ItCases
import io.github.pgmt.testing.ItDatabase

ItDatabase.create(context, basedir, ['CREATE SCHEMA acme', 'CREATE SCHEMA beta', 'CREATE SCHEMA delta', 'CREATE SCHEMA gamma'])

ItCases.in(basedir, 'releases')
    .add('release-1', 'migrate-all tag', ['pgmt.labelFilter': '!release-2', 'pgmt.tag': 'release-1'])
    .add('release-2', 'migrate-all', ['pgmt.excludes': 'delta,gamma'], '<changelogParameters><plan>gold</plan></changelogParameters>')
    .add('retry', 'migrate-tenant', ['pgmt.tenant': 'delta'], '<changelogParameters><plan>gold</plan></changelogParameters>')
    .add('no-choice', 'rollback', ['pgmt.rollbackTag': 'release-1'])
    .add('two-ways', 'rollback', ['pgmt.rollbackTag': 'release-1', 'pgmt.rollbackCount': '1', 'pgmt.allTenants': 'true'])
    .write()
return true

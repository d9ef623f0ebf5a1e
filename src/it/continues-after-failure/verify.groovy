import io.github.pgmt.testing.ItDatabase

def report = new groovy.json.JsonSlurper().parse(new File(basedir, 'target/pgmt/migrate-all.json'))
assert report.result == 'SUCCESS'
assert report.tenants.collect { [it.schema, it.outcome, it.applied*.id] } == [['beta', 'MIGRATED', ['unique-email', 'orders']]]
assert !new File(basedir, 'target/pgmt/migrate-all.failed.txt').exists()

assert new File(basedir, 'step.md').readLines('UTF-8').findAll { it.startsWith('## ') }*.replaceFirst(/ in .*/, '') == [
    '## Plan for 3 tenants', '## \u274C `pgmt:migrate-all` FAILED', '## \u2705 `pgmt:migrate-all` SUCCESS', '## \u2705 `pgmt:status` SUCCESS',
]
assert new File(basedir, 'target/pgmt/status.md').getText('UTF-8').contains('\n**3 of 3 tenants current, 0 changesets pending**\n')

assert new File(basedir, 'target/pgmt/status.prom').readLines().contains('pgmt_pending_changesets{goal="status"} 0')

assert ItDatabase.of(basedir).query('SELECT id FROM beta.databasechangelog ORDER BY orderexecuted')
        == ['customers', 'import', 'unique-email', 'orders']

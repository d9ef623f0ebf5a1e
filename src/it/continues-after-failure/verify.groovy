import io.github.pgmt.testing.ItDatabase

def report = new groovy.json.JsonSlurper().parse(new File(basedir, 'target/pgmt/migrate-all.json'))
assert report.result == 'SUCCESS'
assert report.tenants.collect { [it.schema, it.outcome, it.applied*.id] } == [['beta', 'MIGRATED', ['unique-email', 'orders']]]
assert !new File(basedir, 'target/pgmt/migrate-all.failed.txt').exists()

assert ItDatabase.of(basedir).query('SELECT id FROM beta.databasechangelog ORDER BY orderexecuted')
        == ['customers', 'import', 'unique-email', 'orders']

import io.github.pgmt.testing.ItDatabase

def report = new groovy.json.JsonSlurper().parse(new File(basedir, 'target/pgmt/migrate-all.json'))
assert report.result == 'SUCCESS'
assert report.tenants.collect { [it.schema, it.outcome, it.applied*.id] } ==
        [['acme', 'MIGRATED', ['slow', 'orders']], ['beta', 'MIGRATED', ['customers', 'slow', 'orders']]]
assert ItDatabase.of(basedir).query("SELECT schemaname FROM pg_tables WHERE tablename = 'half_done' ORDER BY 1") == ['acme', 'beta']

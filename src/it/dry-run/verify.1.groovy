import io.github.pgmt.testing.ItDatabase

assert ItDatabase.of(basedir).query(
        "SELECT relname FROM pg_class WHERE relnamespace IN ('acme'::regnamespace, 'beta'::regnamespace)") == []
def report = new groovy.json.JsonSlurper().parse(new File(basedir, 'target/pgmt/migrate-all.json'))
assert report.result == 'SUCCESS'
assert report.tenants.collect { [it.schema, it.outcome, it.applied, it.pending*.id] } == [
    ['acme', 'PLANNED', [], ['customers', 'customers-by-email']],
    ['beta', 'PLANNED', [], ['customers', 'customers-by-email']],
]

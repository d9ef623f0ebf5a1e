import io.github.pgmt.testing.ItDatabase

def database = ItDatabase.of(basedir)
['acme', 'beta'].each { schema ->
    assert database.query("SELECT id || ' by ' || liquibase FROM ${schema}.databasechangelog ORDER BY orderexecuted") ==
            ['customers by 5.0.4', 'customers-by-email by 5.0.4', 'setting by 5.0.4']
    assert database.query("SELECT concat_ws('|', currency, region, formula) FROM ${schema}.setting") == ['USD|America, all of it|a=b\\c']
}
assert database.query("SELECT nspname FROM pg_index JOIN pg_class c ON c.oid = indexrelid " +
        "JOIN pg_namespace n ON n.oid = relnamespace WHERE relname = 'customers_by_email' AND indisvalid ORDER BY 1") ==
        ['acme', 'beta']
assert database.query("SELECT schemaname FROM pg_tables WHERE tablename = 'databasechangelog' ORDER BY 1") == ['acme', 'beta']

assert new File(basedir, 'target/pgmt').list() as Set == ['migrate-all.json'] as Set
def report = new groovy.json.JsonSlurper().parse(new File(basedir, 'target/pgmt/migrate-all.json'))
assert report.result == 'SUCCESS' && report.summary.changesetsApplied == 6
assert report.tenants*.schema == ['acme', 'beta']

import io.github.pgmt.testing.ItDatabase

def database = ItDatabase.of(basedir)
['acme', 'beta'].each { schema ->
    assert database.query("SELECT id || ' by ' || liquibase FROM ${schema}.databasechangelog ORDER BY orderexecuted") ==
            ['customers by 5.0.4', 'customers-by-email by 5.0.4']
}
assert database.query("SELECT nspname FROM pg_index JOIN pg_class c ON c.oid = indexrelid " +
        "JOIN pg_namespace n ON n.oid = relnamespace WHERE relname = 'customers_by_email' AND indisvalid ORDER BY 1") ==
        ['acme', 'beta']
assert new groovy.json.JsonSlurper().parse(new File(basedir, 'target/pgmt/migrate-all.json')).result == 'SUCCESS'

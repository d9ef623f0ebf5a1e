import io.github.pgmt.testing.ItDatabase

assert io.github.pgmt.testing.ItLog.of(basedir).failedCases() == ['all']

def report = new groovy.json.JsonSlurper().parse(new File(basedir, 'cases/all/target/pgmt/migrate-all.json'))
assert report.result == 'FAILED'
assert report.tenants.collect { [it.schema, it.outcome, it.error?.kind] } ==
        [['acme', 'MIGRATED', null], ['legacy', 'FAILED', 'UNMANAGED'], ['other', 'FAILED', 'FOREIGN']]
assert report.tenants[1].error.message.contains('-Dpgmt.excludes=legacy')
assert report.tenants[2].error.message.contains(
        'Recorded is crm/master.xml::1::crm, the changelog has db/changelog.sql::customers::shop.')
assert new File(basedir, 'cases/all/target/pgmt/migrate-all.failed.txt').readLines() == ['legacy', 'other']

// Nothing was made or changed in them, Liquibase's own tables included.
def database = ItDatabase.of(basedir)
assert database.query('''SELECT relnamespace::regnamespace || '.' || relname FROM pg_class
        WHERE relnamespace IN ('legacy'::regnamespace, 'other'::regnamespace) ORDER BY 1''') ==
        ['legacy.ledger', 'other.databasechangelog']
assert database.query('SELECT id FROM other.databasechangelog') == ['1']

def chosen = new groovy.json.JsonSlurper().parse(new File(basedir, 'cases/chosen/target/pgmt/migrate-all.json'))
assert chosen.result == 'SUCCESS'
assert chosen.tenants*.schema == ['acme'], 'Excluded schemas are in no report'

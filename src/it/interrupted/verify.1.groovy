import io.github.pgmt.testing.ItDatabase
import io.github.pgmt.testing.ItLog

def report = new groovy.json.JsonSlurper().parse(new File(basedir, 'target/pgmt/migrate-all.json'))
assert report.result == 'FAILED'
assert report.error.contains('interrupted')
assert report.durationMs < 60_000
assert report.tenants.collect { [it.schema, it.outcome, it.applied*.id] } ==
        [['acme', 'FAILED', ['customers']], ['beta', 'SKIPPED', []]]
assert report.tenants[0].error.changeset == 'db/changelog.sql::slow::shop'
def suite = new groovy.xml.XmlSlurper().parse(new File(basedir, 'target/pgmt/TEST-pgmt.migrate-all.xml'))
assert [suite.@failures, suite.@skipped, suite.@errors]*.text() == ['1', '1', '1']
// Maven 4 itself closes the console when the signal comes.
assert mavenVersion.startsWith('4.') || ItLog.of(basedir).contains('1 failed, 1 skipped of 2 tenants in ')

def database = ItDatabase.of(basedir)
assert database.query('SELECT id FROM acme.databasechangelog') == ['customers']
assert database.query('SELECT id FROM acme.databasechangeloglock WHERE locked') == []
assert database.query("SELECT relname FROM pg_class WHERE relname = 'half_done'") == []
assert database.query("SELECT relname FROM pg_class WHERE relnamespace = 'beta'::regnamespace") == []
assert database.query('''SELECT query FROM pg_stat_activity
        WHERE datname = current_database() AND application_name LIKE 'pgmt/%' ''') == []

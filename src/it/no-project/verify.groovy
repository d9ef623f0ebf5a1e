import io.github.pgmt.testing.ItDatabase
import io.github.pgmt.testing.ItLog

assert ItLog.of(basedir).contains('2 migrated of 2 tenants in ')
def report = new groovy.json.JsonSlurper().parse(new File(basedir, 'target/pgmt/migrate-all.json'))
assert report.result == 'SUCCESS'
assert report.tenants*.outcome == ['MIGRATED', 'MIGRATED']
assert ItDatabase.of(basedir).query('SELECT filename FROM beta.databasechangelog') == ['db/changelog.sql']

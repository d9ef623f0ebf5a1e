import io.github.pgmt.testing.ItDatabase
import io.github.pgmt.testing.ItLog

def runs = { invocation -> ItLog.of(basedir, invocation).linesWith(':migrate-all (default-cli) @ ') }
def result = { directory -> new groovy.json.JsonSlurper().parse(new File(basedir, "$directory/pgmt/migrate-all.json")).result }

assert runs(1).size() == 1 && runs(1)[0].contains(' @ multi-module')
assert ItLog.of(basedir, 1).contains('These modules have it: core. Run the goal there, with -pl :core.')

assert runs(2).size() == 1 && runs(2)[0].contains(' @ core')
assert ItLog.of(basedir, 2).contains('2 migrated of 2 tenants in ')
assert result('core/target') == 'SUCCESS'

assert runs(3).size() == 1 && runs(3)[0].contains(' @ multi-module')
assert ItLog.of(basedir, 3).contains('2 up to date of 2 tenants in ')
assert result('target') == 'SUCCESS'
assert !new File(basedir, 'web/target').exists()

assert ItDatabase.of(basedir).query('SELECT DISTINCT filename FROM acme.databasechangelog') == ['db/changelog.sql']

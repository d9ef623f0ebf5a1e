import io.github.pgmt.testing.ItDatabase
import io.github.pgmt.testing.ItLog

String password = org.postgresql.Driver.parseURL(ItDatabase.of(basedir).url(), null).getProperty('password')
(1..4).each { invocation ->
    def log = ItLog.of(basedir, invocation)
    assert log.contains('[DEBUG]')
    [password, 'the-secret-of-eu2'].each { secret ->
        // Maven 4 itself prints its command line.
        assert log.linesWith(secret).findAll { !it.toLowerCase().contains('command line') } == []
    }
}

// The others are migrated though one is not there, which fails the build and is named.
def report = new groovy.json.JsonSlurper().parse(new File(basedir, 'target/pgmt/migrate-all.json'))
assert report.result == 'ERROR' || report.databases != null
def migrated = ItLog.of(basedir, 1)
assert migrated.contains('3 migrated')
assert migrated.contains('gone')
assert ItDatabase.of(basedir).query('SELECT id FROM acme.databasechangelog') == ['customer']
assert ItDatabase.of(basedir).query('SELECT id FROM beta.databasechangelog') == ['customer']
assert ItDatabase.of(basedir, 'eu2.url').query('SELECT id FROM acme.databasechangelog') == ['customer']
assert ItDatabase.of(basedir, 'eu2.url').query("SELECT tableowner FROM pg_tables WHERE tablename = 'customer'") == ['it_several']

assert ItLog.of(basedir, 3).contains('3 up to date')
assert ItLog.of(basedir, 4).contains('Which databases?')
return true

import io.github.pgmt.testing.ItDatabase
import io.github.pgmt.testing.ItLog

String password = org.postgresql.Driver.parseURL(ItDatabase.of(basedir).url(), null).getProperty('password')
(1..4).each { invocation ->
    def log = ItLog.of(basedir, invocation)
    assert log.contains('[DEBUG]')
    [password, 'the-secret-3f9a'].each { secret ->
        // Maven 4 itself prints its command line.
        assert log.linesWith(secret).findAll { !it.toLowerCase().contains('command line') } == []
    }
}

// The others are migrated though one is not there, which fails the build and is named.
def report = { goal -> new groovy.json.JsonSlurper().parse(new File(basedir, "target/pgmt/${goal}.json")) }
def migrated = report('migrate-all')
assert migrated.databases.collect { [it.name, it.result] } == [['eu1', 'SUCCESS'], ['eu2', 'SUCCESS'], ['gone', 'ERROR']]
assert migrated.databases[2].error.contains('the URL of the database gone')
assert migrated.tenants.findAll { it.outcome == 'MIGRATED' }.collect { [it.database, it.schema] } as Set ==
    [['eu1', 'acme'], ['eu1', 'beta'], ['eu2', 'acme']] as Set
assert migrated.tenants.findAll { it.outcome != 'MIGRATED' }.collect { [it.database, it.outcome, it.error.kind] } ==
    [['gone', 'FAILED', 'CONNECTION']]
assert ItDatabase.of(basedir).query('SELECT id FROM acme.databasechangelog') == ['customer']
assert ItDatabase.of(basedir).query('SELECT id FROM beta.databasechangelog') == ['customer']
assert ItDatabase.of(basedir, 'eu2.url').query('SELECT id FROM acme.databasechangelog') == ['customer']
assert ItDatabase.of(basedir, 'eu2.url').query("SELECT tableowner FROM pg_tables WHERE tablename = 'customer'") == ['it_several']
assert ItLog.of(basedir, 2).contains('in 3 databases (eu1, eu2, gone)')

assert ItLog.of(basedir, 3).contains('in 2 databases (eu1, eu2)')
assert ItLog.of(basedir, 4).contains('Which databases?')
return true

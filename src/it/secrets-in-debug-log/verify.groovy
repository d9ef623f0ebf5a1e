import io.github.pgmt.testing.ItDatabase
import io.github.pgmt.testing.ItLog

(1..5).each { invocation ->
    def log = ItLog.of(basedir, invocation)
    assert log.contains('[DEBUG]')
    // Maven 4 itself prints its command line.
    assert log.linesWith('the-secret-3f9a').findAll { !it.toLowerCase().contains('command line') } == []
}
(1..4).each { invocation -> assert ItLog.of(basedir, invocation).contains('of 1 tenant in ') }
assert ItLog.of(basedir, 5).linesWith('[ERROR] Failed to execute goal').any {
    it.count('password authentication failed') == 1
}

def reports = new File(basedir, 'target/pgmt').listFiles()
assert reports*.name as Set == ['migrate-all.json', 'TEST-pgmt.migrate-all.xml'] as Set
assert reports.every { !it.text.contains('the-secret-3f9a') }
assert new groovy.json.JsonSlurper().parse(new File(basedir, 'target/pgmt/migrate-all.json')).result == 'ERROR'
assert ItDatabase.of(basedir).query("SELECT tableowner FROM pg_tables WHERE tablename = 'customer'") == ['it_secrets']

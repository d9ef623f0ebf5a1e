import io.github.pgmt.testing.ItDatabase
import io.github.pgmt.testing.ItLog

(1..6).each { invocation ->
    def log = ItLog.of(basedir, invocation)
    assert log.contains('[DEBUG]')
    // Maven 4 itself prints its command line.
    assert log.linesWith('the-secret-3f9a').findAll { !it.toLowerCase().contains('command line') } == []
}
(1..4).each { invocation -> assert ItLog.of(basedir, invocation).contains('of 1 tenant in ') }
assert ItLog.of(basedir, 5).linesWith('[ERROR] Failed to execute goal').any {
    it.count('password authentication failed') == 1
}
assert ItLog.of(basedir, 6).contains('of 1 tenant in ')
// Maven 4 itself decrypts all of settings.xml when it starts, and ends where it cannot.
String log = new File(basedir, 'build.log').text
assert !log.substring(log.lastIndexOf('of 1 tenant in ')).contains('the-secret-3f9a')
assert log.contains('The password of <server> encrypted-secret in settings.xml cannot be decrypted') || log.contains('Error building settings')

def reports = new File(basedir, 'target/pgmt').listFiles()
assert reports*.name as Set == ['migrate-all.json', 'TEST-pgmt.migrate-all.xml'] as Set
assert reports.every { !it.text.contains('the-secret-3f9a') }
assert ItDatabase.of(basedir).query("SELECT tableowner FROM pg_tables WHERE tablename = 'customer'") == ['it_secrets']

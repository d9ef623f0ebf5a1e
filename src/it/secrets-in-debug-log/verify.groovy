import io.github.pgmt.testing.ItDatabase
import io.github.pgmt.testing.ItLog

(1..4).each { invocation ->
    def log = ItLog.of(basedir, invocation)
    assert log.contains('[DEBUG]')
    // Maven 4 itself prints its command line.
    assert log.linesWith('the-secret-3f9a').findAll { !it.toLowerCase().contains('command line') } == []
}
[1, 3].each { invocation -> assert ItLog.of(basedir, invocation).contains('of 1 tenant in ') }
['server', 'encrypted', 'url'].each { assert ItLog.of(basedir, 2).ofCase(it).contains('of 1 tenant in ') }
assert ItLog.of(basedir, 4).linesWith('[ERROR] Failed to execute goal').any {
    it.count('password authentication failed') == 1
}
// Maven 4 itself decrypts all of settings.xml when it starts, and ends where it cannot.
String log = new File(basedir, 'build.log').text
assert !log.substring(log.lastIndexOf('of 1 tenant in ')).readLines().any {
    it.contains('the-secret-3f9a') && !it.toLowerCase().contains('command line')
}
assert log.contains('The password of <server> encrypted-secret in settings.xml cannot be decrypted') || log.contains('Error building settings')

['target/pgmt', 'cases/server/target/pgmt', 'cases/encrypted/target/pgmt', 'cases/url/target/pgmt'].each { directory ->
    def reports = new File(basedir, directory).listFiles()
    assert reports*.name as Set == ['migrate-all.json', 'migrate-all.html', 'pgmt.css', 'TEST-pgmt.migrate-all.xml'] as Set
    assert reports.every { !it.text.contains('the-secret-3f9a') }
}
assert ItDatabase.of(basedir).query("SELECT tableowner FROM pg_tables WHERE tablename = 'customer'") == ['it_secrets']

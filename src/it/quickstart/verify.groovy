import io.github.pgmt.testing.ItLog

def json = { goal -> new groovy.json.JsonSlurper().parse(new File(basedir, "target/pgmt/${goal}.json")) }
def outcomes = { report -> report.tenants.collectEntries { [it.schema, it.outcome] } }

// What the README shows.
assert ItLog.of(basedir, 1).contains('4 created of 4 tenants in ')
assert ItLog.of(basedir, 2).contains('fjord ... created, 4 changesets')
def failing = ItLog.of(basedir, 3)
assert failing.contains('5 tenants, 15 tables')
assert failing.contains('5 tagged of 5 tenants in ')
assert failing.contains('db/changelog/004-release-2.sql::email-required::shop (SQLSTATE 23502)')
assert failing.contains('4 migrated, 1 failed of 5 tenants in ')
assert ItLog.of(basedir, 4).contains('4 of 5 tenants current, 1 changeset pending')
assert ItLog.of(basedir, 5).contains('1 migrated of 1 tenant in ')
assert ItLog.of(basedir, 6).contains('5 rolled back of 5 tenants in ')
assert ItLog.of(basedir, 7).contains('fjord: 3 tables')

assert outcomes(json('setup-all-tenants')) == [acme: 'CREATED', beta: 'CREATED', demo: 'CREATED', nordic: 'CREATED']
assert json('rollback').tenants.every { it.undone*.id == ['email-required', 'phone'] }
assert outcomes(json('drop-tenant')) == [fjord: 'DROPPED']
assert json('status').tenants*.schema == ['acme', 'beta', 'demo', 'nordic']
assert json('status').tenants.every { it.state == 'PENDING' && it.applied == 4 && it.pending*.id == ['phone', 'email-required'] }

// The password of its server is the owner's alone, and nowhere shown, by mvn -X neither.
def passwords = new File(basedir, 'target/pgmt/postgres/pgmt.pgpass')
if (java.nio.file.FileSystems.default.supportedFileAttributeViews().contains('posix')) {
    assert java.nio.file.Files.getPosixFilePermissions(passwords.toPath())*.name() as Set == ['OWNER_READ', 'OWNER_WRITE'] as Set
}
String password = passwords.text.trim().tokenize(':').last()
assert password ==~ /[0-9a-f]{48}/
assert ItLog.of(basedir, 8).contains('[DEBUG]')
assert !new File(basedir, 'build.log').text.contains(password)
assert new File(basedir, 'target/pgmt').listFiles().findAll { it.file }.every { !it.text.contains(password) }
return true

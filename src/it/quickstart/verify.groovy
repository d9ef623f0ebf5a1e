// Nothing of the test classes is used here: -Pquickstart compiles none.
context['follower'].interrupt()
context['follower'].join()
String told = context['told']

def json = { goal -> new groovy.json.JsonSlurper().parse(new File(basedir, "target/pgmt/${goal}.json")) }
String[] logs = new File(basedir, 'build.log').text.split('Scanning for projects...', -1)
def said = { int invocation, String words -> logs[invocation].contains(words) }
def outcomes = { report -> report.tenants.collectEntries { [it.schema, it.outcome] } }

// What the README shows.
assert said(1, '4 created of 4 tenants in ')
assert said(2, 'fjord ... created, 4 changesets')
assert said(3, '5 tenants, 15 tables')
assert said(3, '5 tagged of 5 tenants in ')
assert said(3, 'db/changelog/004-release-2.sql::email-required::shop (SQLSTATE 23502)')
assert said(3, '4 migrated, 1 failed of 5 tenants in ')
assert said(4, '4 of 5 tenants current, 1 changeset pending')
assert said(5, '1 migrated of 1 tenant in ')
assert said(6, '5 rolled back of 5 tenants in ')
assert said(7, 'fjord: 3 tables')

// And nothing else: no downloads, nothing twice, no line of mvn -X.
assert told.count('\n$ mvn pgmt:') == 8
assert told.contains("\n\n\$ mvn pgmt:create-tenant -Dpgmt.tenant=fjord -Dpgmt.attributes=name=Fjord -Dpgmt.labelFilter='!release-2'\n[INFO] Setting up 1 tenant in ")
assert told.contains('[ERROR] 4 migrated, 1 failed of 5 tenants in ')
assert told.count('[INFO] BUILD SUCCESS') == 7 && told.count('[INFO] BUILD FAILURE') == 1
assert told.readLines().every { it.empty || it.startsWith('$ mvn ') || it ==~ /\[(INFO|WARNING|ERROR)\] (?!\[INFO|Download|---|Total time).*/ }

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
assert said(8, '[DEBUG]')
boolean printed = logs.any { it.contains(password) }
assert !printed
assert new File(basedir, 'target/pgmt').listFiles().findAll { it.file }.every { !it.text.contains(password) }
return true

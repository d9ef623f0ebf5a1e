import io.github.pgmt.testing.ItDatabase
import io.github.pgmt.testing.ItLog

assert ItLog.of(basedir).failedCases() == ['ill', 'shown', 'strict', 'unlike']

def json = { directory, goal -> new groovy.json.JsonSlurper().parse(new File(basedir, "cases/$directory/target/pgmt/${goal}.json")) }
def outcomes = { report -> report.tenants.collectEntries { [it.schema, it.outcome] } }

// The doctor names what is wrong, the worst first, and changes nothing.
def findings = { report -> report.findings.collect { [it.severity, it.check, it.tenants] } }
def ill = json('ill', 'doctor')
assert ill.result == 'FAILED' && ill.schemaVersion == 1
assert ill.summary == [tenants: 4, errors: 1, warnings: 1, infos: 0]
assert findings(ill) == [['ERROR', 'locks', ['acme', 'beta', 'gamma']], ['WARNING', 'superuser', []]]
assert ill.findings[0].advice.contains('pgmt:release-locks')
def illness = ItLog.of(basedir).ofCase('ill')
assert illness.contains('Examination of 4 tenants in jdbc:postgresql://')
assert illness.contains("ERROR locks: Liquibase's lock is set in 3 tenants")
assert illness.contains('Where: acme, beta, gamma')
assert illness.contains('What to do: If the processes that set them are dead, release them: pgmt:release-locks.')
assert illness.contains('1 error, 1 warning, 0 notes; 4 tenants looked at')
assert illness.contains('1 error was found, see above and')
assert new File(basedir, 'cases/ill/target/pgmt/doctor.failed.txt').readLines() == ['acme', 'beta', 'gamma']

// Without a confirmation it says what there is and changes nothing.
def shown = json('shown', 'release-locks')
assert shown.result == 'FAILED'
assert shown.error.contains('\n  mvn pgmt:release-locks -Dpgmt.confirm=3 ')
assert outcomes(shown) == [acme: 'PLANNED', beta: 'PLANNED', fresh: 'UP_TO_DATE', gamma: 'PLANNED']
assert shown.tenants[0].lock.by == 'app-1 (10.9.9.9)' && shown.tenants[0].lock.since ==~ /\d{4}-\d\d-\d\dT.*/
def log = ItLog.of(basedir).ofCase('shown')
assert log.contains("Looking for Liquibase's lock in 4 tenants in jdbc:postgresql://")
assert log.contains('acme: locked by app-1 (10.9.9.9) since ') && log.contains(', for 3 days')
assert log.contains('mvn pgmt:release-locks -Dpgmt.confirm=3')

// The first is named, and no other is touched.
def one = json('one', 'release-locks')
assert one.result == 'SUCCESS'
assert one.summary.released == 1 && one.summary.tenants == 1
assert outcomes(one) == [acme: 'RELEASED']
assert ItLog.of(basedir).ofCase('one').contains('1 released of 1 tenant')

// Of the others there are two.
def others = json('others', 'release-locks')
assert others.result == 'SUCCESS'
assert outcomes(others) == [acme: 'UP_TO_DATE', beta: 'RELEASED', fresh: 'UP_TO_DATE', gamma: 'RELEASED']
['acme', 'beta', 'gamma'].each { schema ->
    assert ItDatabase.of(basedir).query("SELECT count(*) FROM ${schema}.databasechangeloglock WHERE NOT locked AND lockedby IS NULL AND lockgranted IS NULL".toString()) == ['1']
}

// Then nothing is left but a warning, which fails the build where it is to do so.
def mended = json('mended', 'doctor')
assert mended.result == 'SUCCESS'
assert findings(mended) == [['WARNING', 'superuser', []]]
assert new File(basedir, 'cases/mended/target/pgmt/doctor.md').text.contains('### Warning: `superuser`')
def suite = new groovy.xml.XmlSlurper().parse(new File(basedir, 'cases/mended/target/pgmt/TEST-pgmt.doctor.xml'))
assert suite.@tests == '1' && suite.@failures == '0'
assert json('strict', 'doctor').result == 'FAILED'
assert ItLog.of(basedir).ofCase('strict').contains('0 errors and 1 warning were found (pgmt.failOnWarning=true)')

// Drift names the tenant that has what the others have not, and what that is.
def unlike = json('unlike', 'drift')
assert unlike.result == 'FAILED'
assert unlike.summary == [tenants: 4, alike: 3, drifted: 1, known: 0, busy: 0, unreadable: 0, notCompared: 0]
assert unlike.groups*.reference == ['majority 3/4']
assert unlike.variants*.tenants == [['gamma']]
assert unlike.variants[0].differences == [[object: 'table stray', change: 'EXTRA']]
def drift = ItLog.of(basedir).ofCase('unlike')
assert drift.contains('Drift of 4 tenants in jdbc:postgresql://')
assert drift.contains('4 tenants with 0 changesets: 3 alike, 1 differs; compared with the majority, as acme')
assert drift.contains('table stray is extra')
assert drift.contains('1 of 4 tenants differ or could not be compared (pgmt.failOnDrift=true)')
assert new File(basedir, 'cases/unlike/target/pgmt/drift.failed.txt').readLines() == ['gamma']
assert new File(basedir, 'cases/unlike/target/pgmt/drift.md').text.contains('table stray is extra')
assert new groovy.xml.XmlSlurper().parse(new File(basedir, 'cases/unlike/target/pgmt/TEST-pgmt.drift.xml')).@failures == '1'

// What is accepted is known.
assert json('accepted', 'drift').result == 'SUCCESS'
assert json('accepted', 'drift').summary.known == 1
assert new File(basedir, 'cases/accepted/accepted.json').text.contains('"table stray"')
return true

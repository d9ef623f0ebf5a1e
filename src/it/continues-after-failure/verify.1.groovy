import io.github.pgmt.testing.ItDatabase
import io.github.pgmt.testing.ItLog

String changeset = 'db/changelog.sql::unique-email::shop'
def report = new groovy.json.JsonSlurper().parse(new File(basedir, 'target/pgmt/migrate-all.json'))
assert report.result == 'FAILED'
assert report.summary == [tenants: 3, migrated: 2, upToDate: 0, failed: 1, skipped: 0, changesetsApplied: 10]
def beta = report.tenants.find { it.schema == 'beta' }
assert beta.outcome == 'FAILED'
assert beta.applied*.id == ['customers', 'import']
assert beta.error.kind == 'CHANGESET' && beta.error.changeset == changeset && beta.error.sqlState == '23505'
assert beta.error.message.contains('Key (email)=(b@example.com) is duplicated')

assert new File(basedir, 'target/pgmt/migrate-all.failed.txt').text == 'beta\n'
def suite = new groovy.xml.XmlSlurper().parse(new File(basedir, 'target/pgmt/TEST-pgmt.migrate-all.xml'))
assert [suite.@tests, suite.@failures, suite.@errors]*.text() == ['3', '1', '0']
assert suite.testcase.find { it.failure.size() == 1 }.@name == 'beta'

// The page for people, alone and after what an earlier step wrote.
String page = new File(basedir, 'target/pgmt/migrate-all.md').getText('UTF-8')
assert page.startsWith('## \u274C `pgmt:migrate-all` FAILED in `jdbc:postgresql://')
assert page.contains('\n**2 migrated, 1 failed of 3 tenants in ')
assert page.contains("\n#### 1 tenant: `$changeset` (SQLSTATE `23505`)\n\n    could not create unique index")
assert page.contains('Key (email)=(b@example.com) is duplicated') && page.contains('\nTenant: `beta`\n')
def planned = new File(basedir, 'target/pgmt/plan.md').getText('UTF-8')
assert planned.startsWith('## Plan for 3 tenants\n\n**12 changesets due in 3 of 3 tenants**\n')
def steps = new File(basedir, 'step.md').getText('UTF-8')
assert steps.startsWith('Compiled\n\n' + planned) && steps.endsWith('\n\n' + page)

def log = ItLog.of(basedir)
def plan = new File(basedir, 'target/pgmt/plan.json')
String hash = java.security.MessageDigest.getInstance('SHA-256').digest(plan.bytes).encodeHex()
assert log.contains(' -Dpgmt.planHash=' + hash) && log.contains("Plan $hash in ") && planned.contains(hash)
assert new groovy.json.JsonSlurper().parse(plan).cohorts*.changesets*.id == [['customers', 'import', 'unique-email', 'orders']]
assert log.contains('2 migrated, 1 failed of 3 tenants in ')
assert log.contains("Failed in 1 tenant: $changeset (SQLSTATE 23505)")
assert log.contains('Key (email)=(b@example.com) is duplicated')
assert log.linesWith('mvn pgmt:migrate-all -Dpgmt.tenantsFile=')[0].contains('migrate-all.failed.txt ')

// What GitHub shows beside the changelog, and what Prometheus reads.
def annotations = new File(basedir, 'build.log').readLines().findAll { it.startsWith('::') }
assert annotations.size() == 1
assert annotations[0].startsWith('::error file=src/main/resources/db/changelog.sql,line=9,'
        + 'title=Failed in 1 tenant%3A db/changelog.sql%3A%3Aunique-email%3A%3Ashop (SQLSTATE 23505)::could not create unique index')
assert annotations[0].contains('%0ATenant: beta%0AHow to go on: ')
def metrics = new File(basedir, 'target/pgmt/migrate-all.prom').readLines()
assert metrics.containsAll(['pgmt_run_success{goal="migrate-all"} 0', 'pgmt_tenants{goal="migrate-all",outcome="failed"} 1'])

def database = ItDatabase.of(basedir)
def changesets = { schema -> database.query("SELECT id FROM ${schema}.databasechangelog ORDER BY orderexecuted") }
assert changesets('acme') == ['customers', 'import', 'unique-email', 'orders']
assert changesets('beta') == ['customers', 'import']
assert database.query('SELECT count(*) FROM beta.customer') == ['2']
assert database.query("SELECT to_regclass('beta.half_done')") == [null]
assert database.query('SELECT locked FROM beta.databasechangeloglock WHERE locked') == []

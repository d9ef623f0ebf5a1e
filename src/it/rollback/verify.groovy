import io.github.pgmt.testing.ItDatabase
import io.github.pgmt.testing.ItLog

def json = { directory, name -> new groovy.json.JsonSlurper().parse(new File(basedir, "$directory/$name/target/pgmt/rollback.json")) }
def outcomes = { report -> report.tenants.collectEntries { [it.schema, it.outcome] } }
def database = ItDatabase.of(basedir)

assert ItLog.of(basedir, 1).failedCases() == ['no-choice', 'two-ways']
assert ItLog.of(basedir, 2).failedCases() == ['irreversible']

assert json('releases', 'no-choice').error.contains('-Dpgmt.allTenants=true')
assert json('releases', 'two-ways').error.startsWith('How far back is said in 2 ways.')

// A week later the histories tell which runs there were, and who bears the tag.
def runIdOf = { report -> new groovy.json.JsonSlurper().parse(new File(basedir, "releases/$report")).runId }
def runs = [
    runIdOf('retry/target/pgmt/migrate-tenant.json'),
    runIdOf('release-2/target/pgmt/migrate-all.json'),
    runIdOf('release-1/target/pgmt/migrate-all.json'),
]
def history = new groovy.json.JsonSlurper().parse(new File(basedir, 'back/history/target/pgmt/history.json'))
assert history.result == 'SUCCESS'
assert history.summary == [tenants: 4, runs: 3, syncs: 0, daysOfOthers: 0, changesets: 10]
assert history.runs.collect { [it.id, it.kind, it.tenants, it.changesets] } ==
    [[runs[0], 'RUN', 1, 2], [runs[1], 'RUN', 2, 4], [runs[2], 'RUN', 4, 4]]
assert history.runs[2].tags.collect { [it.tag, it.tenants] } == [['release-1', 4]]
assert history.tag.tenants == 4 && history.tag.without == []
assert history.tenants.collect { [it.schema, it.state, it.applied] } ==
    [['acme', 'MANAGED', 3], ['beta', 'MANAGED', 3], ['delta', 'MANAGED', 3], ['gamma', 'MANAGED', 1]]
def historyLog = ItLog.of(basedir, 2).ofCase('history')
assert historyLog.linesWith("  ${runs[2]}   20").size() == 1
assert historyLog.linesWith('4 of 4 tenants bear the tag RELEASE-1, on changesets of 20').size() == 1
assert historyLog.linesWith("  mvn pgmt:rollback -Dpgmt.rollbackRun=${runs[0]} -Dpgmt.allTenants=true").size() == 1
assert new File(basedir, 'back/history/history.txt').readLines().any { it.startsWith("  ${runs[0]}   20") }
assert new groovy.xml.XmlSlurper().parse(new File(basedir, 'back/history/target/pgmt/TEST-pgmt.history.xml')).testcase.size() == 4

// What goes on with the release bears its id.
def parsed = { path -> new groovy.json.JsonSlurper().parse(new File(basedir, path)) }
def goOn = parsed('back/go-on/target/pgmt/migrate-all.json')
assert goOn.result == 'SUCCESS' && goOn.runId == runs[1]
assert goOn.tenants[0].applied*.id == ['orders', 'by-plan']

// A dry run shows the statements, with the names of parameters in place of their values, and changes nothing.
def plan = json('back', 'plan')
assert plan.result == 'SUCCESS'
assert outcomes(plan) == [acme: 'PLANNED', beta: 'PLANNED', delta: 'PLANNED', gamma: 'UP_TO_DATE', omega: 'PLANNED']
assert plan.tenants[0].pending*.id == ['by-plan', 'orders']
assert plan.tenants[0].sql == [
    '-- db/changelog.sql::by-plan::shop',
    'DROP INDEX CONCURRENTLY orders_by_plan;',
    '-- db/changelog.sql::orders::shop',
    "COMMENT ON TABLE orders IS '\${plan}';",
    'DROP TABLE orders;',
]
def planned = ItLog.of(basedir, 2).ofCase('plan')
assert planned.contains('Planning (dry run) 5 tenants')
assert planned.linesWith('2 to take back').size() > 0
assert planned.linesWith('DROP INDEX CONCURRENTLY orders_by_plan;').size() > 0
assert !planned.contains('gold') || planned.linesWith('gold').every { it.contains('plan=gold') }

// Exactly what the release and its retry applied is gone, in the tenants in which it applied it.
def run = json('back', 'run')
assert run.result == 'SUCCESS'
assert run.runs == [runs[1], runs[0]]
assert run.summary.subMap('tenants', 'rolledBack', 'upToDate', 'changesetsApplied', 'changesetsUndone') ==
    [tenants: 5, rolledBack: 4, upToDate: 1, changesetsApplied: 0, changesetsUndone: 8]
assert outcomes(run) ==
    [acme: 'ROLLED_BACK', beta: 'ROLLED_BACK', delta: 'ROLLED_BACK', gamma: 'UP_TO_DATE', omega: 'ROLLED_BACK']
assert run.tenants[0].undone == [
    [id: 'by-plan', author: 'shop', file: 'db/changelog.sql'],
    [id: 'orders', author: 'shop', file: 'db/changelog.sql'],
]
assert database.query("SELECT relname FROM pg_class WHERE relnamespace = 'acme'::regnamespace AND relkind IN ('r', 'i') ORDER BY 1") ==
    ['customers', 'customers_pkey', 'databasechangelog', 'databasechangeloglock', 'databasechangeloglock_pkey']
assert database.query('SELECT id FROM acme.databasechangelog') == ['customers']
assert database.query('SELECT id FROM delta.databasechangelog') == ['customers']
assert new groovy.xml.XmlSlurper().parse(new File(basedir, 'back/run/target/pgmt/TEST-pgmt.rollback.xml')).testcase.size() == 5
def log = ItLog.of(basedir, 2).ofCase('run')
assert log.contains('Rolling back 5 tenants')
assert log.contains('2 changesets taken back')
assert log.contains('4 rolled back, 1 up to date of 5 tenants')

def irreversible = json('back', 'irreversible')
assert irreversible.result == 'FAILED'
assert outcomes(irreversible) == [absent: 'FAILED', beta: 'FAILED', gamma: 'ROLLED_BACK']
assert irreversible.tenants[0].error.kind == 'MISSING'
assert irreversible.tenants[1].error.changeset == 'db/next.sql::irreversible::shop'
assert irreversible.tenants[1].error.message.contains('cannot be rolled back')
assert irreversible.tenants[2].undone*.id == ['customers']
assert database.query("SELECT to_regclass('beta.irreversible') IS NOT NULL, to_regclass('gamma.customers') IS NULL") == ['t']
assert new File(basedir, 'back/irreversible/target/pgmt/rollback.failed.txt').readLines() == ['absent', 'beta']

def toTag = parsed('back/to-tag/target/pgmt/migrate-all.json')
assert toTag.tenants[0].applied*.id == ['stage-1', 'released']
assert parsed('back/to-tag/target/pgmt/status.json').result == 'SUCCESS'
assert database.query("SELECT id FROM omega.databasechangelog ORDER BY orderexecuted") == ['customers', 'stage-1', 'released']
assert database.query("SELECT to_regclass('omega.stage_1') IS NOT NULL, to_regclass('omega.stage_2') IS NULL") == ['t']
return true

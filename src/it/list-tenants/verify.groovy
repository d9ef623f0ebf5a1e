import io.github.pgmt.testing.ItLog

assert ItLog.of(basedir, 2).failedCases() == ['registry', 'nobody']

def json = { directory -> new groovy.json.JsonSlurper().parse(new File(basedir, "$directory/list-tenants.json")) }
def suite = { directory -> new groovy.xml.XmlSlurper().parse(new File(basedir, "$directory/TEST-pgmt.list-tenants.xml")) }

// The catalog, and why some of it is left out. There is no changelog anywhere.
def catalog = json('target/pgmt')
assert catalog.result == 'SUCCESS'
assert catalog.tenants.collect { [it.schema, it.source, it.state, it.tables, it.applied] } == [
    ['nobody', 'LIST', 'MISSING', 0, 0],
    ['t_acme', 'CATALOG', 'MANAGED', 1, 1],
    ['t_fresh', 'CATALOG', 'EMPTY', 0, 0],
    ['t_orphan', 'CATALOG', 'MANAGED', 0, 0],
]
assert catalog.tenants[1].bytes > 360000
assert catalog.leftOut == [[schema: 'eu_demo', reason: 'excluded by "eu_*"'], [schema: 'registry', reason: 'not named']]
assert catalog.summary == [tenants: 4, missing: 1, leftOut: 2, tables: 1, bytes: catalog.tenants*.bytes.sum()]
assert suite('target/pgmt').@tests == '4' && suite('target/pgmt').@failures == '0'

def log = ItLog.of(basedir, 1)
assert log.contains('Tenants in jdbc:postgresql://')
assert log.linesWith('  tenant     state       tables   changesets').size() == 1
assert log.linesWith('  t_acme     managed          1            1   ').size() == 1
assert log.linesWith('  nobody     not found').size() == 1
assert log.contains('4 tenants (1 missing), 1 table, ')
assert log.contains('; 2 left out:')
assert log.linesWith('  eu_demo    excluded by "eu_*"').size() == 1

// The registry: rows without a schema are missing, schemas without a row are left out. What cannot be read fails.
def registry = json('cases/registry/target/pgmt')
assert registry.result == 'FAILED'
assert registry.tenants.collect { [it.schema, it.name, it.source, it.state] } == [
    ['t_acme', 'acme', 'REGISTRY', 'MANAGED'],
    ['t_fresh', 'fresh', 'REGISTRY', 'EMPTY'],
    ['t_gone', 'gone', 'REGISTRY', 'MISSING'],
    ['t_odd', 'odd', 'REGISTRY', 'UNREADABLE'],
]
assert registry.tenants[3].problem.contains('it lacks author')
assert registry.leftOut == [[schema: 't_orphan', reason: 'not in the registry']]
assert new File(basedir, 'cases/registry/target/pgmt/list-tenants.failed.txt').readLines() == ['t_odd']
assert ItLog.of(basedir, 2).ofCase('registry').contains('1 of 4 tenants could not be looked at')
assert ItLog.of(basedir, 2).ofCase('registry').contains('1 left out (-Dpgmt.verbose=true says which and why)')

assert json('cases/nobody/target/pgmt').error.contains('No tenants were found in the schemas that begin with "nobody_"')
return true

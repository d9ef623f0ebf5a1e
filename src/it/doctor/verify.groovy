import io.github.pgmt.testing.ItDatabase
import io.github.pgmt.testing.ItLog

def json = { directory, goal -> new groovy.json.JsonSlurper().parse(new File(basedir, "target/$directory/${goal}.json")) }
def outcomes = { report -> report.tenants.collectEntries { [it.schema, it.outcome] } }

// Without a confirmation it says what there is and changes nothing.
def shown = json('shown', 'release-locks')
assert shown.result == 'FAILED'
assert shown.error.endsWith('mvn pgmt:release-locks -Dpgmt.confirm=3')
assert outcomes(shown) == [acme: 'PLANNED', beta: 'PLANNED', fresh: 'UP_TO_DATE', gamma: 'PLANNED']
assert shown.tenants[0].lock.by == 'app-1 (10.9.9.9)' && shown.tenants[0].lock.since ==~ /\d{4}-\d\d-\d\dT.*/
def log = ItLog.of(basedir, 1)
assert log.contains("Looking for Liquibase's lock in 4 tenants in jdbc:postgresql://")
assert log.contains('acme: locked by app-1 (10.9.9.9) since ') && log.contains(', for 3 days')
assert log.contains('mvn pgmt:release-locks -Dpgmt.confirm=3')

// The first is named, and no other is touched.
def one = json('one', 'release-locks')
assert one.result == 'SUCCESS'
assert one.summary.released == 1 && one.summary.tenants == 1
assert outcomes(one) == [acme: 'RELEASED']
assert ItLog.of(basedir, 2).contains('1 released of 1 tenant')

// Of the others there are two.
def others = json('others', 'release-locks')
assert others.result == 'SUCCESS'
assert outcomes(others) == [acme: 'UP_TO_DATE', beta: 'RELEASED', fresh: 'UP_TO_DATE', gamma: 'RELEASED']
['acme', 'beta', 'gamma'].each { schema ->
    assert ItDatabase.of(basedir).query("SELECT count(*) FROM ${schema}.databasechangeloglock WHERE NOT locked AND lockedby IS NULL AND lockgranted IS NULL".toString()) == ['1']
}
return true

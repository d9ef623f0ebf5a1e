import io.github.pgmt.testing.DatabaseContents
import io.github.pgmt.testing.ItDatabase

// Camunda's changelog writes down when it ran.
def contents = { database ->
    new DatabaseContents(DatabaseContents.of(database).lines().collect { it.replaceFirst(/"timestamp_": "[^"]*"/, '') })
}
def ours = contents(ItDatabase.of(basedir))
def theirs = contents(ItDatabase.of(basedir, 'theirs.url'))

boolean both = faults.toBoolean()
int last = both ? 30 : 14
int tenants = last - 10

// With Liquibase's own two.
(both ? ['camunda': 51, 'multiapps': 15] : ['multiapps': 15]).each { name, tables ->
    def expected = theirs.ofSchema(name + '_11', name)
    assert expected.lines().findAll { it =~ /^relation \S+ r / }.size() == tables
    (11..last).each { number ->
        assert ours.ofSchema(name + '_' + number, name).differences(expected, 'ours', 'theirs') == []
    }
}

def report = { directory, goal = 'migrate-all' ->
    new groovy.json.JsonSlurper().parse(new File(basedir, "target/$directory/${goal}.json"))
}
assert report('pgmt').summary.migrated == tenants
assert report('pgmt').tenants.count { it.engine == 'replay' && it.verified == 'catalog' } == tenants - 1
// What they have alike is no drift.
assert report('pgmt', 'drift').summary.alike == tenants
if (!both) {
    return true
}

def camunda = report('pgmt-camunda')
assert camunda.summary.migrated == tenants
assert report('pgmt-camunda', 'drift').summary.alike == tenants
// With a tag after each release.
def others = camunda.tenants.findAll { it.engine != 'liquibase' }
assert others.size() == tenants - 1
assert others.every { it.engine == 'replay' && it.replayed == it.applied.size() && it.verified == 'catalog' }

import io.github.pgmt.testing.DatabaseContents
import io.github.pgmt.testing.ItDatabase

// Camunda's changelog writes down when it ran.
def contents = { database ->
    new DatabaseContents(DatabaseContents.of(database).lines().collect { it.replaceFirst(/"timestamp_": "[^"]*"/, '') })
}
def ours = contents(ItDatabase.of(basedir))
def theirs = contents(ItDatabase.of(basedir, 'theirs.url'))

// With Liquibase's own two.
['camunda': 51, 'multiapps': 15].each { name, tables ->
    def expected = theirs.ofSchema(name + '_11', name)
    assert expected.lines().findAll { it =~ /^relation \S+ r / }.size() == tables
    (11..30).each { number ->
        assert ours.ofSchema(name + '_' + number, name).differences(expected, 'ours', 'theirs') == []
    }
}

def report = new groovy.json.JsonSlurper().parse(new File(basedir, 'target/pgmt/migrate-all.json'))
assert report.summary.migrated == 20

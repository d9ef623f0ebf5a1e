import io.github.pgmt.testing.ItDatabase

def names = new File(basedir, 'names.txt').readLines('UTF-8') as Set
def report = { directory ->
    new groovy.json.JsonSlurper().parse(new File(basedir, "target/$directory/migrate-all.json"), 'UTF-8')
}
assert report('pgmt').tenants*.schema as Set == names
assert report('pgmt').tenants.every { it.outcome == 'MIGRATED' && it.applied.size() == 4 }
assert report('pgmt').outside == []
def suite = new groovy.xml.XmlSlurper().parse(new File(basedir, 'target/pgmt/TEST-pgmt.migrate-all.xml'))
assert suite.testcase.collect { it.@name.text() } as Set == names

assert report('again').tenants*.schema as Set == names
assert report('again').tenants.every { it.outcome == 'UP_TO_DATE' }

// Each has its own, and nobody else has anything.
def database = ItDatabase.of(basedir)
['customer', 'orders', 'orders_by_customer', 'settings', 'databasechangelog', 'databasechangeloglock'].each { relation ->
    def schemas = database.query(
            "SELECT nspname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace WHERE relname = '$relation'")
    assert schemas as Set == names, relation
}
assert database.query("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace") == []
names.each { name ->
    assert database.query('SELECT tenant FROM "' + name.replace('"', '""') + '".settings') == [name]
}
assert names.size() == 9

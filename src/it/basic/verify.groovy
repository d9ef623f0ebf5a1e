import io.github.pgmt.testing.ItDatabase

def database = ItDatabase.of(basedir)
def setting = { schema -> database.query("SELECT concat_ws('|', currency, region, formula) FROM ${schema}.setting") }
['eu_acme', 'eu_beta', 'us_acme'].each { assert setting(it) == ['EUR|Europe, mainly|a=b\\c'] }
assert setting('us_beta') == ['USD|America, all of it|a=b\\c']
assert database.query("SELECT schemaname FROM pg_tables WHERE tablename = 'databasechangelog' ORDER BY 1") ==
        ['eu_acme', 'eu_beta', 'us_acme', 'us_beta']

def reports = { invocation -> new File(basedir, 'target/' + invocation) }
def report = { new groovy.json.JsonSlurper().parse(new File(reports(it), 'migrate-all.json')) }
['by-property': ['eu_acme', 'eu_beta', 'us_acme'], 'in-pom': ['us_beta']].each { invocation, schemas ->
    assert report(invocation).result == 'SUCCESS'
    assert report(invocation).summary.changesetsApplied == 2 * schemas.size()
    assert report(invocation).tenants*.schema == schemas
    report(invocation).tenants.each { assert it.applied*.id == ['setting', 'setting-of-the-tenant'] }
}
assert reports('by-property').list() as Set == ['migrate-all.json', 'TEST-pgmt.migrate-all.xml'] as Set
assert reports('in-pom').list() as Set == ['migrate-all.json'] as Set

// The Maven that was meant is the one that ran.
def versions = (new File(basedir, 'build.log').text =~ /Apache Maven ([\w.-]+)/).collect { it[1] }
def home = basedir.canonicalFile.parentFile.parentFile.name
def meant = home.startsWith('apache-maven-') ? home - 'apache-maven-' : mavenVersion
assert versions == [meant, meant]

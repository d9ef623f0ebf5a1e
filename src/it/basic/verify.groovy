import io.github.pgmt.testing.ItDatabase

def database = ItDatabase.of(basedir)
def setting = { schema -> database.query("SELECT concat_ws('|', currency, region, formula) FROM ${schema}.setting") }
['eu_acme', 'eu_beta', 'us_acme'].each { assert setting(it) == ['EUR|Europe, mainly|a=b\\c'] }
assert database.query("SELECT schemaname FROM pg_tables WHERE tablename = 'databasechangelog' ORDER BY 1") ==
        ['eu_acme', 'eu_beta', 'us_acme']

def reports = new File(basedir, 'target/pgmt')
def report = new groovy.json.JsonSlurper().parse(new File(reports, 'migrate-all.json'))
assert report.result == 'SUCCESS'
assert report.summary.changesetsApplied == 6
assert report.tenants*.schema == ['eu_acme', 'eu_beta', 'us_acme']
report.tenants.each { assert it.applied*.id == ['setting', 'setting-of-the-tenant'] }
assert reports.list() as Set == ['migrate-all.json', 'TEST-pgmt.migrate-all.xml'] as Set

// The Maven that was meant is the one that ran.
def versions = (new File(basedir, 'build.log').text =~ /Apache Maven ([\w.-]+)/).collect { it[1] }
def home = basedir.canonicalFile.parentFile.parentFile.name
def meant = home.startsWith('apache-maven-') ? home - 'apache-maven-' : mavenVersion
assert versions == [meant]

// At the beginning of a line with every Maven, or GitHub would not take it.
assert report.outside == ['table public.region']
assert new File(basedir, 'build.log').readLines().findAll { it.contains('::warning') } ==
        ["::warning title=Outside the tenants' schemas::The run, or somebody meanwhile, made: table public.region"]

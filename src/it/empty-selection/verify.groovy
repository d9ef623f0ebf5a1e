import io.github.pgmt.testing.ItDatabase
import io.github.pgmt.testing.ItLog

assert ItLog.of(basedir, 3).failedCases() == ['tenant', 'includes', 'file', 'in-pom']

def refused = { ItLog log, String directory, String message ->
    assert log.linesWith('[ERROR] Failed to execute goal').any { it.contains(message) }
    def report = new groovy.json.JsonSlurper().parse(new File(basedir, "$directory/migrate-all.json"))
    assert report.result == 'FAILED'
    assert report.error.contains(message)
    assert report.tenants == []
}
refused(ItLog.of(basedir, 1), 'target/1', 'pgmt.tenants= is set but empty')
refused(ItLog.of(basedir, 2), 'target/2', 'pgmt.tenants=acme,,beta is set but has an empty entry')
[
    tenant: 'pgmt.tenant is set but empty',
    includes: 'No tenant matches "nothing*" in -Dpgmt.includes',
    file: 'has no name in it',
    'in-pom': '<tenants> in the POM is set but empty',
].each { name, message -> refused(ItLog.of(basedir, 3).ofCase(name), "cases/$name/target/pgmt", message) }

assert ItDatabase.of(basedir).query(
        "SELECT relname FROM pg_class WHERE relnamespace IN ('acme'::regnamespace, 'beta'::regnamespace)") == []

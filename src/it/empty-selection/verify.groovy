import io.github.pgmt.testing.ItDatabase
import io.github.pgmt.testing.ItLog

[
    'pgmt.tenants= is set but empty',
    'pgmt.tenant= is set but empty',
    'No tenant matches "nothing*" in -Dpgmt.includes',
    'has no name in it',
    'pgmt.tenants=acme,,beta is set but has an empty entry',
    '<tenants> in the POM is set but empty',
].eachWithIndex { message, index ->
    assert ItLog.of(basedir, index + 1).linesWith('[ERROR] Failed to execute goal').any { it.contains(message) }
    def report = new groovy.json.JsonSlurper().parse(new File(basedir, "target/${index + 1}/migrate-all.json"))
    assert report.result == 'FAILED'
    assert report.error.contains(message)
    assert report.tenants == []
}
assert ItDatabase.of(basedir).query(
        "SELECT relname FROM pg_class WHERE relnamespace IN ('acme'::regnamespace, 'beta'::regnamespace)") == []

import io.github.pgmt.testing.ItDatabase
import io.github.pgmt.testing.ItLog

[
    'pgmt.threads',
    'pgmt.lockTimeout=abc is no duration',
    'pgmt.onError=later is not one of fail-at-end, fail-fast, fail-never',
    'The changelog missing.yaml does not exist',
    'broken.yaml',
    'createTabel',
    'No <server> with id nobody in settings.xml',
    '-Dpgmt.contexts= is set but empty',
    'No database is given. Set -Dpgmt.url=',
    '-Dpgmt.dryrun is no parameter of migrate-all. Did you mean -Dpgmt.dryRun?',
    "<dryrun> in the plugin's configuration in the POM is no parameter of any goal. Did you mean <dryRun>?",
].eachWithIndex { message, index ->
    int invocation = index + 1
    // Said once, and without the names of all jars that do not have the file.
    assert ItLog.of(basedir, invocation).linesWith('[ERROR] Failed to execute goal').any {
        it.count(message) == 1 && !it.contains('.jar')
    }
    assert ItLog.of(basedir, invocation).linesWith('MojoFailureException').size() == 1
    def report = new groovy.json.JsonSlurper().parse(new File(basedir, "target/$invocation/migrate-all.json"))
    assert report.result == 'FAILED' && report.error.contains(message) && report.tenants == []
}
assert ItDatabase.of(basedir).query(
        "SELECT relname FROM pg_class WHERE relnamespace IN ('acme'::regnamespace, 'beta'::regnamespace)") == []
assert ItLog.of(basedir, 10).linesWith('The environment variable PGMT_DRY_RUN is passed over').size() == 1

import io.github.pgmt.testing.ItDatabase
import io.github.pgmt.testing.ItLog

def refused = { ItLog log, File report, String message ->
    // Said once, and without the names of all jars that do not have the file.
    assert log.linesWith('[ERROR] Failed to execute goal').any {
        it.count(message) == 1 && !it.contains('.jar')
    }
    def written = new groovy.json.JsonSlurper().parse(report)
    assert written.result == 'FAILED' && written.error.contains(message) && written.tenants == []
}

def messages = [
    threads: 'pgmt.threads',
    duration: 'pgmt.lockTimeout=abc is no duration',
    word: 'pgmt.onError=later is not one of fail-at-end, fail-fast, fail-never',
    missing: 'The changelog missing.yaml does not exist',
    broken: 'broken.yaml',
    unknown: 'createTabel',
    server: 'No <server> with id nobody in settings.xml',
    'no-url': 'No database is given. Set -Dpgmt.url=',
    mistyped: "<dryrun> in the plugin's configuration in the POM is no parameter of any goal. Did you mean <dryRun>?",
]
messages.each { name, message ->
    refused(ItLog.of(basedir, 1).ofCase(name), new File(basedir, "cases/$name/target/pgmt/migrate-all.json"), message)
}
assert ItLog.of(basedir, 1).failedCases() == messages.keySet() as List
// The user's to mend, all of them.
(1..2).each {
    assert ItLog.of(basedir, it).linesWith('MojoFailureException').size() == 1
    assert ItLog.of(basedir, it).linesWith('MojoExecutionException') == []
}

refused(ItLog.of(basedir, 2), new File(basedir, 'target/pgmt/migrate-all.json'),
        '-Dpgmt.dryrun is no parameter of migrate-all. Did you mean -Dpgmt.dryRun?')
assert ItLog.of(basedir, 2).linesWith('The environment variable PGMT_DRY_RUN is passed over').size() == 1

assert ItDatabase.of(basedir).query(
        "SELECT relname FROM pg_class WHERE relnamespace IN ('acme'::regnamespace, 'beta'::regnamespace)") == []

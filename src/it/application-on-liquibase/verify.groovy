import io.github.pgmt.testing.ItDatabase
import io.github.pgmt.testing.ItLog

def report = new groovy.json.JsonSlurper().parse(new File(basedir, 'target/pgmt/migrate-all.json'))
assert report.tenants.collect { it.schema + ' ' + it.outcome } == ['acme UP_TO_DATE', 'beta MIGRATED']

// What pgmt left is what Liquibase leaves.
def history = { schema -> ItDatabase.of(basedir).query("""
        SELECT concat_ws('|', id, author, filename, orderexecuted, exectype, md5sum, description, comments, tag, contexts,
            labels, liquibase) FROM ${schema}.databasechangelog ORDER BY orderexecuted""") }
assert history('acme').size() == 2
assert history('beta') == history('acme')
// Each changeset ran in acme by the first of them only.
assert ItLog.of(basedir).linesWith('Running Changeset: db/changelog.sql::').size() == 2

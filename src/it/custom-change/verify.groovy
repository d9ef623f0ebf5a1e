import io.github.pgmt.testing.ItDatabase
import io.github.pgmt.testing.ItLog

assert ItLog.of(basedir, 1).contains('1 migrated of 1 tenant in ')
assert ItLog.of(basedir, 2).contains('1 migrated, 1 up to date of 2 tenants in ')

def database = ItDatabase.of(basedir)
['acme', 'beta'].each { schema ->
    assert database.query("SELECT text FROM ${schema}.greeting") == ['Hello ' + schema]
    assert database.query("SELECT filename FROM ${schema}.databasechangelog") == ['db/changelog/db.changelog-master.yaml']
}
assert database.query("SELECT to_regclass('public.greeting')") == [null]

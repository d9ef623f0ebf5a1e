import io.github.pgmt.testing.ItDatabase
import io.github.pgmt.testing.ItLog

def log = ItLog.of(basedir, 3)
assert log.linesWith(' acme   up to date').size() == 1
assert log.linesWith(' beta   2 pending').size() == 1
assert log.linesWith('db/changelog.sql::customers::shop').size() == 1
assert log.linesWith('db/changelog.sql::customers-by-email::shop').size() == 1
assert ItDatabase.of(basedir).query("SELECT relname FROM pg_class WHERE relnamespace = 'beta'::regnamespace") == []

assert ItLog.of(basedir, 4).contains('1 of 2 tenants have changesets to apply')

import io.github.pgmt.testing.ItDatabase

// Maven has filled in the values, so the changelog is the one in target/classes.
def database = ItDatabase.of(basedir)
assert database.query('SELECT name FROM acme.release') == ['bound-to-a-phase 1.0']
assert database.query('SELECT filename FROM beta.databasechangelog') == ['db/changelog.sql']

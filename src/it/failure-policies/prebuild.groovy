import io.github.pgmt.testing.ItCases
import io.github.pgmt.testing.ItDatabase

ItDatabase.create(context, basedir, [
    'CREATE SCHEMA a', 'CREATE SCHEMA b', 'CREATE SCHEMA c', 'CREATE SCHEMA d',
    'CREATE TABLE plan (tenant text, seats integer)',
    "INSERT INTO plan VALUES ('a', 1), ('b', 0), ('c', 0), ('d', 4)",
])

ItCases.in(basedir)
    .add('fail-fast', 'migrate-all', ['pgmt.onError': 'fail-fast'])
    .add('breaker', 'migrate-all', ['pgmt.maxCohortFailures': '1'])
    // Notes first what the one before has left.
    .add('max-failures', 'migrate-all', ['pgmt.maxFailures': '2', 'pgmt.beforeAllSql': '../../hooks/note.sql'])
    .add('fail-never', 'migrate-all', ['pgmt.onError': 'fail-never'])
    .write()

import io.github.pgmt.testing.ItCases
import io.github.pgmt.testing.ItDatabase

def locked = { schema -> [
    "CREATE SCHEMA ${schema}",
    "CREATE TABLE ${schema}.databasechangelog (id text, author text, filename text)",
    "CREATE TABLE ${schema}.databasechangeloglock (id int PRIMARY KEY, locked boolean NOT NULL, lockgranted timestamp, lockedby text)",
    "INSERT INTO ${schema}.databasechangeloglock VALUES (1, true, localtimestamp - interval '3 days 1 hour', 'app-1 (10.9.9.9)')",
]*.toString() }

ItDatabase.create(context, basedir, [*locked('acme'), *locked('beta'), *locked('gamma'),
    'CREATE TABLE gamma.stray (id int PRIMARY KEY)', 'CREATE SCHEMA fresh'])

ItCases.in(basedir)
    // All that is wrong is found, and what to do is said.
    .add('ill', 'doctor', [:])
    // One lock after the other is released, and only what is confirmed.
    .add('shown', 'release-locks', [:])
    .add('one', 'release-locks', ['pgmt.tenant': 'acme', 'pgmt.confirm': 'acme'])
    .add('others', 'release-locks', ['pgmt.confirm': '2'])
    // The role of the tests is a superuser, which is a warning.
    .add('mended', 'doctor', ['pgmt.reportFormats': 'json,junit,markdown'])
    .add('strict', 'doctor', ['pgmt.failOnWarning': 'true'])
    // One tenant has what the others with the same changesets have not, which can be accepted.
    .add('unlike', 'drift', ['pgmt.failOnDrift': 'true', 'pgmt.reportFormats': 'json,junit,markdown'])
    .add('accepted', 'drift', ['pgmt.failOnDrift': 'true', 'pgmt.driftBaseline': 'accepted.json', 'pgmt.acceptDrift': 'true'])
    .write()
return true

import io.github.pgmt.testing.ItDatabase

new File(basedir, 'step.md').text = 'Compiled'
ItDatabase.create(context, basedir, [
    'CREATE SCHEMA acme', 'CREATE SCHEMA beta', 'CREATE SCHEMA demo',
    'CREATE TABLE imported (tenant text, email text)',
    "INSERT INTO imported VALUES ('acme', 'a@example.com'), ('beta', 'b@example.com'), ('beta', 'b@example.com')",
])

import io.github.pgmt.testing.ItDatabase

ItDatabase.create(context, basedir, [
    'CREATE SCHEMA a', 'CREATE SCHEMA b', 'CREATE SCHEMA c', 'CREATE SCHEMA d',
    'CREATE TABLE plan (tenant text, seats integer)',
    "INSERT INTO plan VALUES ('a', 1), ('b', 0), ('c', 0), ('d', 4)",
])

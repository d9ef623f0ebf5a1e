def database = io.github.pgmt.testing.ItDatabase.of(basedir)
database.execute('ALTER TABLE acme.databasechangelog RENAME COLUMN writer TO author')
(1..60).each { database.execute(String.format('CREATE SCHEMA t%02d', it)) }
return true

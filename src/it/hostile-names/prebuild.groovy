import io.github.pgmt.testing.ItDatabase

def names = new File(basedir, 'names.txt').readLines('UTF-8')
ItDatabase.create(context, basedir, names.collect { 'CREATE SCHEMA "' + it.replace('"', '""') + '"' })

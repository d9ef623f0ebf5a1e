import io.github.pgmt.testing.ItDatabase

def names = new File(basedir, 'names.txt').readLines('UTF-8').collect { '"' + it.replace('"', '""') + '"' }
ItDatabase.create(context, basedir, names.collectMany {
    ['CREATE SCHEMA ' + it, 'CREATE TABLE ' + it + '.customers (id bigint PRIMARY KEY, name text NOT NULL)']
})
// A step's page is where an earlier step has begun it.
new File(basedir, 'target').mkdirs()
return true

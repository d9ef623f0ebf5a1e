import io.github.pgmt.testing.ItDatabase

def names = ['camunda', 'multiapps']
// With -Pfaults there are more.
int last = faults.toBoolean() ? 30 : 14
def schemas = names.collectMany { name -> (11..last).collect { "CREATE SCHEMA ${name}_${it}".toString() } }
ItDatabase.create(context, basedir, schemas)
ItDatabase.createAnother(context, basedir, 'theirs.url', schemas)

String theirs = context.userProperties['theirs.url']
names.each { name ->
    String url = theirs + (theirs.contains('?') ? '&' : '?') + 'currentSchema=' + name + '_11'
    context.userProperties.putAll([(name + '.url'): url])
}
return true

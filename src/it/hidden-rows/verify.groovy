import io.github.pgmt.testing.ItDatabase
import io.github.pgmt.testing.ItLog

assert ItLog.of(basedir, 1).failedCases() == ['hidden', 'error']

def files = { directory -> new File(basedir, "$directory").listFiles().findAll { it.file } }
def report = { directory -> new groovy.json.JsonSlurper().parse(new File(basedir, "$directory/migrate-all.json"), 'UTF-8') }
def messages = { directory -> report(directory).tenants.findAll { it.error }.collectEntries { [it.schema, it.error.message] } }

def hidden = messages('cases/hidden/target/pgmt')
assert hidden.keySet() == ['acme', 'beta', 'delta', 'gamma'] as Set
assert hidden.acme.contains('could not create unique index "customer_email". Detail: \u2026')
assert hidden.beta.contains('invalid input syntax for type integer: "\u2026".')
assert hidden.gamma.contains('duplicate key value violates unique constraint "blocked_email". Detail: \u2026')
assert report('cases/hidden/target/pgmt').tenants.find { it.schema == 'beta' }.error.sqlState == '22P02'
assert new groovy.json.JsonSlurper().parse(new File(basedir, 'cases/error/target/pgmt/status.json'), 'UTF-8').error.contains('integer: "\u2026"')
(files('cases/hidden/target/pgmt') + files('cases/error/target/pgmt')).each { assert !it.getText('UTF-8').contains('hush'), it }
assert files('cases/hidden/target/pgmt').size() == 4
def log = ItLog.of(basedir, 1)
assert log.contains('[DEBUG]') && log.linesWith('hush') == []
['hidden', 'error'].each { assert log.ofCase(it).contains('invalid input syntax for type integer: "') }
assert log.linesWith('LifecycleExecutionException').size() >= 2

def shown = messages('target/shown')
assert shown.acme.contains('Detail: Key (email)=(hush-1@example.com) is duplicated.')
assert shown.beta.contains('invalid input syntax for type integer: "hush-2".')
assert ItLog.of(basedir, 2).contains('Detail: Key (email)=(hush-1@example.com) is duplicated.')
assert files('target/shown').findAll { it.getText('UTF-8').contains('hush-2') }.size() == 3

assert ItDatabase.of(basedir).query('SELECT age FROM fine.customer') == ['5']
return true

import io.github.pgmt.testing.ItDatabase
import io.github.pgmt.testing.ItLog

def files = { directory -> new File(basedir, "target/$directory").listFiles().findAll { it.file } }
def report = { directory -> new groovy.json.JsonSlurper().parse(new File(basedir, "target/$directory/migrate-all.json"), 'UTF-8') }
def messages = { directory -> report(directory).tenants.findAll { it.error }.collectEntries { [it.schema, it.error.message] } }

def hidden = messages('hidden')
assert hidden.keySet() == ['acme', 'beta', 'delta', 'gamma'] as Set
assert hidden.acme.contains('could not create unique index "customer_email". Detail: \u2026')
assert hidden.beta.contains('invalid input syntax for type integer: "\u2026".')
assert hidden.gamma.contains('duplicate key value violates unique constraint "blocked_email". Detail: \u2026')
assert report('hidden').tenants.find { it.schema == 'beta' }.error.sqlState == '22P02'
assert new groovy.json.JsonSlurper().parse(new File(basedir, 'target/hidden-error/status.json'), 'UTF-8').error.contains('integer: "\u2026"')
(files('hidden') + files('hidden-error')).each { assert !it.getText('UTF-8').contains('hush'), it }
assert files('hidden').size() == 4
[1, 2].each { invocation ->
    def log = ItLog.of(basedir, invocation)
    assert log.contains('[DEBUG]') && log.contains('invalid input syntax for type integer: "')
    assert log.linesWith('hush') == []
}

def shown = messages('shown')
assert shown.acme.contains('Detail: Key (email)=(hush-1@example.com) is duplicated.')
assert shown.beta.contains('invalid input syntax for type integer: "hush-2".')
assert ItLog.of(basedir, 3).contains('Detail: Key (email)=(hush-1@example.com) is duplicated.')
assert files('shown').findAll { it.getText('UTF-8').contains('hush-2') }.size() == 3

assert ItDatabase.of(basedir).query('SELECT age FROM fine.customer') == ['5']
return true

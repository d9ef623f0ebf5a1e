import io.github.pgmt.testing.ItCases

// The id of the run that is to be taken back, as an operator reads it from the report.
def release = new groovy.json.JsonSlurper().parse(new File(basedir, 'releases/release-2/target/pgmt/migrate-all.json'))
def wholeRun = ['pgmt.rollbackRun': release.runId, 'pgmt.allTenants': 'true']
String gold = '<changelogParameters><plan>gold</plan></changelogParameters>'

ItCases.in(basedir, 'back')
    // Of which gamma has nothing: looked at, then taken back.
    .add('plan', 'rollback', wholeRun + ['pgmt.dryRun': 'true'], gold)
    .add('run', 'rollback', wholeRun, gold)
    // What cannot be taken back in one tenant is found before anything is; the others go on.
    .add('next', 'migrate-tenant', ['pgmt.tenant': 'beta', 'pgmt.labelFilter': '!release-2', 'pgmt.changeLogFile': 'db/next.yaml'])
    .add('irreversible', 'rollback', ['pgmt.tenants': 'beta,gamma,absent', 'pgmt.rollbackCount': '1', 'pgmt.changeLogFile': 'db/next.yaml'])
    .write()
return true

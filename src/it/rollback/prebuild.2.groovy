import io.github.pgmt.testing.ItCases

// The ids of the runs that are to be taken back, as an operator reads them from the reports.
def runId = { report -> new groovy.json.JsonSlurper().parse(new File(basedir, "releases/$report")).runId }
String release = runId('release-2/target/pgmt/migrate-all.json')
String retry = runId('retry/target/pgmt/migrate-tenant.json')
def wholeRun = ['pgmt.rollbackRun': "$release, $retry".toString(), 'pgmt.allTenants': 'true']
String gold = '<changelogParameters><plan>gold</plan></changelogParameters>'

ItCases.in(basedir, 'back')
    .add('history', 'history', ['pgmt.tag': 'RELEASE-1', 'pgmt.outputFile': '${project.basedir}/history.txt'])
    // A tenant that the release left out gets it later, and it is the release's: one rollback takes all of it back.
    .add('late', 'setup-tenant', ['pgmt.tenant': 'omega', 'pgmt.labelFilter': '!release-2'])
    .add('go-on', 'migrate-all', ['pgmt.tenants': 'omega', 'pgmt.continueRun': release], gold)
    // Of which gamma has nothing: looked at, then taken back.
    .add('plan', 'rollback', wholeRun + ['pgmt.dryRun': 'true'], gold)
    .add('run', 'rollback', wholeRun, gold)
    // What cannot be taken back in one tenant is found before anything is; the others go on.
    .add('next', 'migrate-tenant', ['pgmt.tenant': 'beta', 'pgmt.labelFilter': '!release-2', 'pgmt.changeLogFile': 'db/next.yaml'])
    .add('irreversible', 'rollback', ['pgmt.tenants': 'beta,gamma,absent', 'pgmt.rollbackCount': '1', 'pgmt.changeLogFile': 'db/next.yaml'])
    // No further than a tag; up to there the tenant is current.
    .add('to-tag', 'migrate-all status', [
        'pgmt.tenants': 'omega', 'pgmt.toTag': 'v2', 'pgmt.failOnPending': 'true',
        'pgmt.labelFilter': '!release-2', 'pgmt.changeLogFile': 'db/stages.yaml'])
    .write()
return true

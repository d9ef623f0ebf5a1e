// The id of the run that is to be taken back, as an operator reads it from the report.
def release = new groovy.json.JsonSlurper().parse(new File(basedir, 'target/release-2/migrate-all.json'))
context.userProperties.setProperty('pgmt.rollbackRun', release.runId)
return true

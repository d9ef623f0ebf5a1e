def release = new groovy.json.JsonSlurper().parse(new File(basedir, 'target/pgmt/migrate-all.json'))
context.userProperties.setProperty('pgmt.rollbackRun', release.runId)
return true

assert new groovy.json.JsonSlurper().parse(new File(basedir, 'target/pgmt/migrate-all.json')).result == 'ERROR'

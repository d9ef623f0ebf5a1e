String log = new File(basedir, 'build.log').text
assert log.contains('4 migrated of 4 tenants in ')

def report = new groovy.json.JsonSlurper().parse(new File(basedir, 'target/pgmt/migrate-all.json'))
assert report.result == 'SUCCESS'
assert report.tenants*.schema == ['acme', 'beta', 'demo', 'nordic']
assert report.tenants.every { it.outcome == 'MIGRATED' && it.applied.size() == 4 }

assert io.github.pgmt.testing.ItLog.of(basedir).failedCases() == ['refused']

def report = { directory -> new groovy.json.JsonSlurper().parse(new File(basedir, "cases/$directory/target/pgmt/migrate-all.json")) }
assert report('refused').result == 'FAILED'
assert report('refused').error.contains('-Dpgmt.failIfNoTenants=false')
assert report('meant').result == 'SUCCESS'
assert report('meant').tenants == []

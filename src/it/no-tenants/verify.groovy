def report = { directory -> new groovy.json.JsonSlurper().parse(new File(basedir, "target/$directory/migrate-all.json")) }
assert report('failure').result == 'FAILED'
assert report('failure').error.contains('-Dpgmt.failIfNoTenants=false')
assert report('pgmt').result == 'SUCCESS'
assert report('pgmt').tenants == []

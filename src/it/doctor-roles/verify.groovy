import io.github.pgmt.testing.ItLog

def report = new groovy.json.JsonSlurper().parse(new File(basedir, 'target/pgmt/doctor.json'))
assert report.result == 'SUCCESS' && report.summary.tenants == 2
assert report.findings.collect { [it.severity, it.check, it.tenants] } == [
    ['WARNING', 'superuser', []],
    ['WARNING', 'row-security', []],
    ['WARNING', 'creators', ['t_acme']],
    ['WARNING', 'creators', []],
    ['WARNING', 'publications', ['t_acme', 't_beta']],
]
assert report.findings[1].message.contains('"app"."tenant" has row level security (enabled)')
assert report.findings[2].message.endsWith('\nPUBLIC, which is every role: t_acme')
assert report.findings[3].message.endsWith('\nPUBLIC, which is every role: app, ext')
assert report.findings[4].message.endsWith('\n"everything" has those of t_acme, t_beta')

def log = ItLog.of(basedir, 1)
assert log.contains('creators: Roles besides "')
assert log.contains('REVOKE CREATE ON SCHEMA "t_acme" FROM PUBLIC;')
return true

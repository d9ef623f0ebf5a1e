import io.github.pgmt.testing.ItLog

def data = new File(basedir, 'target/pgmt/postgres')
def log = ItLog.of(basedir)
def port = context['userProperties']['pgmt.embeddedPort']
assert log.linesWith("in jdbc:postgresql://localhost:$port/postgres").size() >= 2

// The tests ran in the tenants, with the password that nobody was told.
def summary = new groovy.xml.XmlSlurper().parse(new File(basedir, 'target/failsafe-reports/failsafe-summary.xml'))
assert summary.completed == '3' && summary.errors == '0' && summary.failures == '0'
def password = new File(data, 'pgmt.pgpass').text.trim().split(':')[4]
assert password.length() > 20
assert !new File(basedir, 'build.log').text.contains(password)

// What differs from start to start is no parameter of the changelog, and the second goal had nothing to do.
def second = new groovy.json.JsonSlurper().parse(new File(basedir, 'target/pgmt/migrate-all.json'))
assert second.summary.upToDate == 2 && second.summary.tenants == 2

// It ran as long as Maven did.
assert !new File(data, 'postmaster.pid').exists()

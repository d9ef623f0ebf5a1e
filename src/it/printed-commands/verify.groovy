import io.github.pgmt.testing.ItDatabase
import io.github.pgmt.testing.ItLog
import io.github.pgmt.testing.PrintedCommand

def names = new File(basedir, 'names.txt').readLines('UTF-8')
def database = ItDatabase.of(basedir)
def log = ItLog.of(basedir)
def shell = PrintedCommand.in(basedir, new File(localRepositoryPath.toString()), database)

// Nothing of it is a command to a build server: neither in the log nor on its pages.
def pages = ['target/pgmt/migrate-all.md', 'target/step.md'].collect { new File(basedir, it).getText('UTF-8') }
[pages, log.linesWith('')].flatten().each { text ->
    assert !text.contains('##vso[') && !text.contains('::error::')
}
assert log.linesWith('#vso[task.complete]') != [] && log.linesWith(':error::boom') != []

// Each tenant's own command, as the console prints it, does what it says for this tenant.
def report = new groovy.json.JsonSlurper().parse(new File(basedir, 'target/pgmt/migrate-all.json'), 'UTF-8')
assert report.tenants*.schema as Set == names as Set
def commands = report.tenants.collectEntries { [it.schema, it.error.message.substring(it.error.message.indexOf('mvn pgmt:changelog-sync')).readLines()[0]] }
commands.each { name, command ->
    assert log.linesWith(command) != [], name
    assert command.contains(' -P two-at-once ') && command.contains(' -Dpgmt.changeLogFile=db/app.sql'), command
}
// A shell of its own tries every text in ShellWordTest; here Maven gets what is left of some only with -Pfaults.
def tried = faults.toBoolean() ? names.take(7) : names.take(7) - ['a b', '##vso[task.complete]', '::error::boom']
tried.each { name ->
    assert shell.run(commands[name]) == 0, commands[name]
    def table = '"' + name.replace('"', '""') + '".databasechangelog'
    assert database.query("SELECT id FROM $table".toString()) == ['customers']
}
assert database.query('SELECT to_regclass(\'"starry".databasechangelog\')') == [null]

// The options that leave out one tenant leave out that one.
(faults.toBoolean() ? ['x,y', 'star*'] : ['star*']).each { name ->
    String message = report.tenants.find { it.schema == name }.error.message
    def option = (message =~ /Leave it out with (.*?), or, if it holds/)[0][1]
    assert shell.run("mvn pgmt:list-tenants $option -Dpgmt.url='${database.url()}'".toString()) == 0
    def list = new groovy.json.JsonSlurper().parse(new File(basedir, 'target/pgmt/list-tenants.json'), 'UTF-8')
    assert list.leftOut*.schema == [name]
}

// So does a property of the project; and a command goes to the database that the run went to.
assert shell.run("mvn -P by-properties pgmt:list-tenants -Ddb.url='${database.url()}'".toString()) == 0
assert new groovy.json.JsonSlurper().parse(new File(basedir, 'target/pgmt/list-tenants.json'), 'UTF-8').leftOut*.schema == ['x,y']
assert shell.run("mvn -P by-properties pgmt:migrate-all -Dpgmt.tenants=starry -Dpgmt.changeLogFile=db/app.sql -Dpgmt.searchPath=src -Ddb.url='${database.url()}'".toString()) != 0
def elsewhere = new groovy.json.JsonSlurper().parse(new File(basedir, 'target/pgmt/migrate-all.json'), 'UTF-8').tenants[0].error.message.readLines()
def sync = elsewhere.find { it.contains('mvn pgmt:changelog-sync ') }
assert sync.contains(' -P by-properties ') && sync.contains('-Ddb.url=jdbc:postgresql://') && !sync.contains('password'), sync

// The retry of those that are left, from another directory.
shell.run("mvn -f ../pom.xml pgmt:migrate-all -Dpgmt.tenants='x\\,y,star\\*,starry' -Dpgmt.changeLogFile=db/app.sql -Dpgmt.searchPath=src -Dpgmt.url='${database.url()}'".toString(), 'target')
def retry = shell.lines().findAll { it.contains('mvn pgmt:migrate-all -Dpgmt.tenantsFile=') }
assert retry.size() == 1 && retry[0].contains(' -f ') && !retry[0].contains('-Dpgmt.tenants=')
assert new File(basedir, 'target/pgmt/migrate-all.failed.txt').text == 'starry\n'
database.execute('DROP TABLE starry.customers')
assert shell.run(retry[0].substring(retry[0].indexOf('mvn pgmt:')), 'target') == 0
assert database.query('SELECT id FROM starry.databasechangelog') == ['customers']

// A refusal, which Maven prints, is as harmless.
assert shell.run("mvn -e pgmt:status -Dpgmt.tenants='##vso[x]*' -Dpgmt.changeLogFile=db/app.sql -Dpgmt.searchPath=src -Dpgmt.url='${database.url()}'".toString()) != 0
assert shell.lines().any { it.contains('No tenant matches "\uFF03#vso[x]*"') }
assert !shell.lines().any { it.contains('##vso[') }

// Nothing that stands in a name was run.
assert !new File(basedir, 'x').exists() && !new File(basedir, 'target/x').exists()
return true

import io.github.pgmt.testing.ItCases
import io.github.pgmt.testing.ItDatabase

ItDatabase.createHidden(basedir, ['CREATE SCHEMA acme', 'CREATE SCHEMA beta'])
def url = ['pgmt.url': ItDatabase.of(basedir).url()]

ItCases.in(basedir)
    .add('threads', 'migrate-all', url + ['pgmt.threads': '0'])
    .add('duration', 'migrate-all', url + ['pgmt.lockTimeout': 'abc'])
    .add('word', 'migrate-all', url + ['pgmt.onError': 'later'])
    .add('missing', 'migrate-all', url + ['pgmt.changeLogFile': 'missing.yaml'])
    .add('broken', 'migrate-all', url + ['pgmt.changeLogFile': 'broken.yaml'])
    .add('unknown', 'migrate-all', url + ['pgmt.changeLogFile': 'unknown.yaml'])
    .add('server', 'migrate-all', url + ['pgmt.serverId': 'nobody'])
    .add('no-url', 'migrate-all', [:])
    .add('mistyped', 'migrate-all', url, '<dryrun>true</dryrun> <tag>a parameter of another goal</tag>')
    .write()

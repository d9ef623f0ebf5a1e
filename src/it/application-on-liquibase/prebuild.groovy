import io.github.pgmt.testing.ItDatabase

// Either line on either side, which are the pairs of two unlike ones; with -Pfaults all pairs.
def runs = faults.toBoolean() ? ['r1', 'r2', 'r3', 'r4'] : ['r3', 'r4']
if (!faults.toBoolean()) {
    def poms = new File(basedir, 'pom.xml')
    poms.text = poms.text.replaceAll('<module>r[12]</module>', '')
    runs.each { run ->
        def pom = new File(basedir, "$run/pom.xml")
        pom.text = pom.text.replaceAll('<(first|second)>r.<', "<\$1>$run<").replace(
                '<skip.before>true</skip.before>',
                '<skip.before.second>true</skip.before.second><skip.after.second>true</skip.after.second>')
    }
}

def schemas = [runs, ['maven', 'boot', 'several'], ['before', 'after']].combinations()
ItDatabase.create(context, basedir, schemas.collect { 'CREATE SCHEMA ' + it.join('_') })
String url = context.userProperties['pgmt.url']
context.userProperties.putAll(['url.and': url + (url.contains('?') ? '&' : '?')])

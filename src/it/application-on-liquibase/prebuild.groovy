import io.github.pgmt.testing.ItDatabase

def schemas = [(1..4).collect { 'r' + it }, ['maven', 'boot', 'several'], ['before', 'after']].combinations()
ItDatabase.create(context, basedir, schemas.collect { 'CREATE SCHEMA ' + it.join('_') })
String url = context.userProperties['pgmt.url']
context.userProperties.putAll(['url.and': url + (url.contains('?') ? '&' : '?')])

import io.github.pgmt.testing.ItDatabase

ItDatabase.create(context, basedir, ['CREATE SCHEMA acme', 'CREATE SCHEMA beta'])
String url = context.userProperties['pgmt.url']
String start = url + (url.contains('?') ? '&' : '?') + 'currentSchema='
context.userProperties.putAll(['acme.url': start + 'acme', 'beta.url': start + 'beta'])

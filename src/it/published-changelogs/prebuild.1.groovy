String file = 'org/camunda/bpm/engine/db/liquibase/camunda-changelog.xml'
String theirs = context.userProperties['liquibase.url']
context.userProperties.putAll([
    'pgmt.changeLogFile': file,
    'pgmt.tenants': 'camunda_*',
    'liquibase.changeLogFile': file,
    'liquibase.url': theirs + (theirs.contains('?') ? '&' : '?') + 'currentSchema=camunda_11',
])

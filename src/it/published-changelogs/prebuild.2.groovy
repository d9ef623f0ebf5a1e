String file = 'org/cloudfoundry/multiapps/controller/persistence/db/changelog/db-changelog.xml'
String theirs = context.userProperties['liquibase.url']
context.userProperties.putAll([
    'pgmt.changeLogFile': file,
    'pgmt.tenants': 'multiapps_*',
    'liquibase.changeLogFile': file,
    'liquibase.url': theirs + (theirs.contains('?') ? '&' : '?') + 'currentSchema=multiapps_11',
])

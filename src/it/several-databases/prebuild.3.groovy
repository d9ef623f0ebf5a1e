import groovy.xml.XmlSlurper

// By now from the command line, and not from a server of settings.xml.
def server = new XmlSlurper().parse(new File(basedir, 'servers.xml')).servers.server.find { it.id == 'plain' }
context.userProperties.putAll(['pgmt.username': server.username.text(), 'pgmt.password': server.password.text()])
return true

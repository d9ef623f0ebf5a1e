context.userProperties.putAll(['pgmt.url': context.userProperties.remove('plain.url')])
return true

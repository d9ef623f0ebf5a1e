String url = context.userProperties['pgmt.url']
context.userProperties.putAll(['pgmt.url': url + '?user=it_secrets&password=the-secret-3f9a-misspelt'])

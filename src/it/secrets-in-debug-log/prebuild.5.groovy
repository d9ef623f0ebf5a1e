String url = context.userProperties['pgmt.url']
context.userProperties.putAll(['pgmt.url': url.replaceFirst('[?].*', '')])

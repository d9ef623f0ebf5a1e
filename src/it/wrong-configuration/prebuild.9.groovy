assert context.userProperties.keySet().removeAll(['pgmt.url'])

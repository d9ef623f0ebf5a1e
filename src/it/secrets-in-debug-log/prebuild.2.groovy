assert context.userProperties.keySet().removeAll(['pgmt.username', 'pgmt.password'])

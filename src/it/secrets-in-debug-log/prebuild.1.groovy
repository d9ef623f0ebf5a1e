context.userProperties.putAll(['pgmt.username': 'it_secrets', 'pgmt.password': 'the-secret-3f9a'])

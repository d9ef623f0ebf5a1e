context.userProperties.remove('pgmt.rollbackRun')
return true

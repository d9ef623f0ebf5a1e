// A port that the user chose.
new ServerSocket(0).withCloseable { context['userProperties']['pgmt.embeddedPort'] = it.localPort.toString() }
return true

// What a reader of -Pquickstart follows: each command as it begins, and what pgmt says of it.
import java.nio.charset.Charset

Properties given = new Properties()
new File(basedir, 'invoker.properties').withInputStream { given.load(it) }
File log = new File(basedir, 'build.log')
PrintStream console = new PrintStream(new FileOutputStream(FileDescriptor.out), true, Charset.defaultCharset().name())
int seen = 0
int invocation = 0
boolean ofGoal = false
StringBuffer told = new StringBuffer()

def tell = { line ->
    told.append(line).append('\n')
    if (shown == 'true') {
        console.println(line)
    }
}
def show = {
    List<String> lines = log.getText(Charset.defaultCharset().name()).split('\n', -1)*.stripTrailing()
    lines.subList(seen, lines.size() - 1).each { line ->
        if (line.endsWith('Scanning for projects...')) {
            String command = given["invoker.goals.${++invocation}".toString()]
            tell("\n\$ mvn ${command.replaceAll(/(\S*)=(\S*[!*]\S*)/, '$1=\'$2\'')}")
        } else if (line.startsWith('[INFO] --- pgmt')) {
            ofGoal = true
        } else if (line.startsWith('[INFO] ---------')) {
            ofGoal = false
        } else if (line.startsWith('[INFO] BUILD ') || ofGoal && line =~ /^\[(INFO|WARNING|ERROR)\] (?!Download)/) {
            tell(line)
        }
    }
    seen = lines.size() - 1
}
Thread follower = Thread.startDaemon('follows build.log') {
    while (!Thread.interrupted()) {
        show()
        try {
            Thread.sleep(200)
        } catch (InterruptedException e) {
            break
        }
    }
    show()
}
context['follower'] = follower
context['told'] = told
return true

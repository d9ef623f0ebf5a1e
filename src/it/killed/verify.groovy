import io.github.pgmt.testing.Faults
import io.github.pgmt.testing.ItDatabase
import io.github.pgmt.testing.KilledRuns
import io.github.pgmt.testing.MavenProcess

boolean everything = faults.toBoolean()
def database = ItDatabase.of(basedir)
def ways = [
    ['changelog.sql', 'changeset', 70],
    ['changelog.sql', 'tenant', 60],
    ['with-index.yaml', 'changeset', 70],
]
(everything ? ways : ways.take(1)).eachWithIndex { way, index ->
    def (changelog, atomicity, atLength) = way
    def arguments = [
        'pgmt:migrate-all', '-Dpgmt.threads=3', "-Dpgmt.url=${database.url()}", "-Dpgmt.atomicity=$atomicity",
        "-Dpgmt.changeLogFile=changelogs/lost/$changelog",
    ]*.toString()
    int kills = everything ? atLength : 1
    def runs = new KilledRuns(database, atomicity == 'tenant', { MavenProcess.start(basedir, new File(localRepositoryPath.toString()), arguments) })
    int inTheMiddle = runs.kill(kills, new Random(Faults.seed() + index))
    Faults.tell("kill -9 of $kills Mavens with $changelog and atomicity $atomicity, $inTheMiddle in the middle: " +
            '0 locks left, 0 half changesets, 0 manual steps')
}
return true

import io.github.pgmt.testing.ItDatabase

// What an earlier build may have left.
def resources = { module -> new File(basedir, "$module/src/main/resources") }
def classes = { module -> new File(basedir, "$module/target/classes") }
def copy = { module ->
    resources(module).eachFileRecurse(groovy.io.FileType.FILES) { file ->
        File made = new File(classes(module), resources(module).toPath().relativize(file.toPath()).toString())
        made.parentFile.mkdirs()
        made.text = file.text.replace('@owner@', 'nobody')
    }
}

// A copy of before the second changeset, younger than its source.
File old = new File(classes('app'), 'db/changelog.yaml')
old.parentFile.mkdirs()
old.text = 'databaseChangeLog: [{include: {file: changes/001.sql, relativeToChangelogFile: true}}]'
old.lastModified = System.currentTimeMillis() + 60_000

copy('stale')
File changed = new File(classes('stale'), 'db/changes/003.sql')
changed.text = changed.text.replace('IS \'of', 'IS \'once of')
changed.lastModified = System.currentTimeMillis() + 60_000

// Files of a fresh checkout are younger than the copies.
copy('fresh')
classes('fresh').eachFileRecurse { it.lastModified = 0 }

ItDatabase.create(context, basedir, ['CREATE SCHEMA acme', 'CREATE SCHEMA beta'])

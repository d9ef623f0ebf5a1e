package io.github.pgmt.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Two databases that are to be alike in the end: in one it is pgmt that works, in the other Liquibase alone. */
public record TwoDatabases(TestDatabase ours, TestDatabase theirs) implements AutoCloseable, AfterEachCallback {

    /** New ones, empty. */
    public TwoDatabases() {
        this(new TestDatabase(), new TestDatabase());
    }

    /** Ours first. */
    public List<TestDatabase> both() {
        return List.of(ours, theirs);
    }

    /** Runs the same in both. */
    public void execute(String... sql) {
        both().forEach(database -> database.execute(sql));
    }

    /** Makes theirs what ours is now: what both are to begin with is made once. */
    public void copyOurs() {
        theirs.copy(ours);
    }

    /** Creates tenants of these names, whatever is in them. */
    public void createSchemas(Collection<String> names) {
        names.forEach(name -> execute("CREATE SCHEMA " + TestDatabase.quoted(name)));
    }

    /** All that is in them, but for dates and ids of runs. */
    public void assertSame() {
        assertSame("both databases");
    }

    /** @param what is compared, in words */
    public void assertSame(String what) {
        assertThat(DatabaseContents.of(ours).differences(DatabaseContents.of(theirs), "ours", "theirs"))
                .as(what)
                .isEmpty();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        close();
    }

    @Override
    public void close() {
        both().forEach(TestDatabase::close);
    }
}

package io.github.pgmt.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A changelog to be applied to every tenant; published ones come first, as in the result. */
enum Work {
    /** Many releases of small changesets, with preconditions and SQL that only some databases get. */
    KEYCLOAK(new PublishedChangelog("keycloak-model-jpa", "META-INF/jpa-changelog-master.xml")),
    /** Few changesets of some hundred statements, as plain SQL. */
    CAMUNDA(new PublishedChangelog("camunda-engine", "org/camunda/bpm/engine/db/liquibase/camunda-changelog.xml")),
    /** XML, a changeset for each release. */
    FLOWABLE(new PublishedChangelog(
            "flowable-cmmn-engine", "org/flowable/cmmn/db/liquibase/flowable-cmmn-db-changelog.xml")),
    /** XML with many preconditions, in files that came release by release. */
    MULTIAPPS(new PublishedChangelog(
            "multiapps-controller-persistence",
            "org/cloudfoundry/multiapps/controller/persistence/db/changelog/db-changelog.xml")),
    /** A small application: 30 changesets, 12 tables, 3 files. */
    A(new MadeUpChangelog(12, 4, 6, 6, 2, 3)),
    /** A grown one: 200 changesets, 72 tables, 19 files. */
    B(new MadeUpChangelog(72, 48, 40, 20, 20, 19));

    /** Where the changelogs of a work come from. */
    interface Source {

        /** Writes them, with a root for each {@link Case}, into a directory that Liquibase looks in. */
        void write(Path directory) throws IOException;
    }

    private final Source source;

    Work(Source source) {
        this.source = source;
    }

    /** @param name as in {@code -Dbenchmark.works} */
    static Work named(String name) {
        return Arrays.stream(values())
                .filter(work -> work.title().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no work " + name + ": "
                        + String.join(
                                ", ", Arrays.stream(values()).map(Work::title).toList()) + "."));
    }

    String title() {
        return isPublished() ? name().toLowerCase(Locale.ROOT) : name();
    }

    /** Whether it is another project's changelog. */
    boolean isPublished() {
        return source instanceof PublishedChangelog;
    }

    /** Whether a jar is one that a work is taken from. */
    static boolean isSource(Path jar) {
        return List.of(values()).stream()
                .anyMatch(work -> work.source instanceof PublishedChangelog published && published.isIn(jar));
    }

    void write(Path directory) throws IOException {
        source.write(directory);
    }
}

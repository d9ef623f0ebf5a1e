package io.github.pgmt.maven.parameter;

import io.github.pgmt.maven.build.MavenSide;
import io.github.pgmt.migration.changelog.Changelog;
import io.github.pgmt.migration.changelog.HistoryTables;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.codehaus.plexus.configuration.PlexusConfiguration;

/** What is applied, as the user gave it. */
public record ChangelogSource(
        String changeLogFile,
        List<String> changeLogFiles,
        String sharedChangeLogFile,
        String searchPath,
        String contexts,
        String labelFilter,
        PlexusConfiguration changelogParameters,
        String databaseChangeLogTableName,
        String databaseChangeLogLockTableName,
        List<String> sharedSchemas,
        HowFarParameters howFar) {

    private static final String CLASSPATH = "classpath:";

    /**
     * The changelog with every parameter but the tenants' own.
     *
     * @throws io.github.pgmt.migration.failure.RunRefusedException when how far it is to be applied makes no sense
     */
    public Changelog changelog(MavenSide maven) {
        return new Changelog(files(), given(contexts), given(labelFilter), parameters(maven), tables())
                .upTo(howFar.howFar());
    }

    /** Whether there is a changelog for the shared schema; a blank one is none. */
    public boolean hasShared() {
        return given(sharedChangeLogFile).isPresent();
    }

    /** The changelog of the shared schema; where there is none, one that is never read but has the parameters. */
    public Changelog sharedChangelog(Changelog ofTenants) {
        return ofTenants.forSharedSchema(given(sharedChangeLogFile)
                .map(file -> List.of(asRecorded(file.trim())))
                .orElse(ofTenants.files()));
    }

    private List<String> files() {
        List<String> given =
                changeLogFiles == null || changeLogFiles.isEmpty() ? List.of(changeLogFile) : changeLogFiles;
        return given.stream().map(String::trim).map(ChangelogSource::asRecorded).toList();
    }

    /** Spring Boot's way to name a changelog; Liquibase drops the prefix when it compares paths. */
    private static String asRecorded(String file) {
        return file.startsWith(CLASSPATH) ? file.substring(CLASSPATH.length()).replaceFirst("^/+", "") : file;
    }

    private Map<String, String> parameters(MavenSide maven) {
        Map<String, String> parameters = new HashMap<>();
        if (maven.hasProject()) {
            maven.project()
                    .getProperties()
                    .forEach((name, value) -> parameters.put(
                            name.toString(),
                            maven.commandLineProperty(name.toString()).orElse(value.toString())));
            // Another port at each start, and a secret: nothing that a changeset may be made of.
            parameters.keySet().removeAll(EmbeddedProperties.NAMES);
        }
        parameters.putAll(new LateParameter(maven).map(changelogParameters, "pgmt.changelogParameters"));
        return parameters;
    }

    HistoryTables tables() {
        return HistoryTables.named(databaseChangeLogTableName, databaseChangeLogLockTableName);
    }

    public ChangelogFiles fileLookup(MavenSide maven) {
        return new ChangelogFiles(maven, searchPath);
    }

    private static Optional<String> given(String value) {
        return Optional.ofNullable(value).filter(text -> !text.isBlank());
    }
}

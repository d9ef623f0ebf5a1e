package io.github.pgmt.maven.parameter;

import io.github.pgmt.maven.build.MavenSide;
import io.github.pgmt.migration.changelog.Changelog;
import io.github.pgmt.migration.changelog.SqlFile;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.plan.FrozenOptions;
import io.github.pgmt.migration.plan.PlanKey;
import io.github.pgmt.report.PlanFile;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What of a goal's parameters shapes what it does to tenants, and so is part of a plan. */
public record FrozenParameters(
        ChangelogSource changelog, HookParameters hooks, SourceParameters source, String atomicity) {

    /** @throws io.github.pgmt.migration.failure.RunRefusedException when one of them makes no sense */
    public FrozenOptions options(MavenSide maven) {
        Changelog changes = changelog.changelog(maven);
        SortedMap<String, String> texts = new TreeMap<>();
        texts.put("changeLogFiles", String.join(", ", changes.files()));
        if (changelog.hasShared()) {
            texts.put(
                    "sharedChangeLogFile",
                    String.join(", ", changelog.sharedChangelog(changes).files()));
        }
        changes.contexts().ifPresent(contexts -> texts.put("contexts", contexts));
        changes.labelFilter().ifPresent(filter -> texts.put("labelFilter", filter));
        changes.howFar().toTag().ifPresent(tag -> texts.put(FrozenOptions.TO_TAG, tag));
        changes.howFar().changesToApply().ifPresent(count -> texts.put("changesToApply", Integer.toString(count)));
        texts.put("databaseChangeLogTableName", changes.tables().history());
        texts.put("databaseChangeLogLockTableName", changes.tables().lock());
        texts.put("atomicity", atomicity);
        texts.put("defaultSchema", source.defaultSchema());
        texts.put("sharedSchemas", String.join(", ", changelog.sharedSchemas()));
        source.prefix().ifPresent(prefix -> texts.put("schemaPrefix", prefix));
        HookParameters.Contents files = hooks.read(maven);
        Path project = maven.baseDirectory();
        put("beforeAllSql", files.beforeAll(), project, texts);
        put("beforeTenantSql", files.ofTenants().before(), project, texts);
        put("afterTenantSql", files.ofTenants().after(), project, texts);
        put("afterAllSql", files.afterAll(), project, texts);
        Set<String> readByHooks =
                files.all().flatMap(file -> file.parametersRead().stream()).collect(Collectors.toSet());
        return new FrozenOptions(texts, changes.parameters(), readByHooks, key(maven));
    }

    /** Where a build server does not know a secret, it makes an empty one of it, and a plan without a key would come of that. */
    private static Optional<String> key(MavenSide maven) {
        if (maven.isEmptyInEnvironment(PlanKey.VARIABLE)) {
            throw new RunRefusedException("The environment variable " + PlanKey.VARIABLE
                    + " is set but empty, as where a build server does not know the secret, or does not give it to this "
                    + "build. Set it, or unset it and do without a key. Nothing was done.");
        }
        return maven.environment(PlanKey.VARIABLE);
    }

    private static void put(String parameter, List<SqlFile> files, Path project, SortedMap<String, String> texts) {
        if (!files.isEmpty()) {
            texts.put(
                    parameter,
                    files.stream()
                            .map(file -> name(file, project) + " (" + hash(file) + ")")
                            .collect(Collectors.joining(", ")));
        }
    }

    /** The same in each checkout of the project; of a file that is elsewhere, where that is does not count. */
    private static String name(SqlFile file, Path project) {
        Path directory = project.toAbsolutePath().normalize();
        Path path = directory.resolve(file.path()).normalize();
        Path named = path.startsWith(directory) ? directory.relativize(path) : path.getFileName();
        return named.toString().replace(File.separatorChar, '/');
    }

    private static String hash(SqlFile file) {
        return PlanFile.hash(
                file.statements().stream().map(SqlFile.Statement::text).collect(Collectors.joining("\0")));
    }
}

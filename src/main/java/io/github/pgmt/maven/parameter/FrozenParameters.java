package io.github.pgmt.maven.parameter;

import io.github.pgmt.maven.build.MavenSide;
import io.github.pgmt.migration.changelog.Changelog;
import io.github.pgmt.migration.changelog.SqlFile;
import io.github.pgmt.migration.plan.FrozenOptions;
import io.github.pgmt.migration.plan.PlanKey;
import io.github.pgmt.report.PlanFile;
import java.util.List;
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
        putHooks(hooks.read(maven), texts);
        return new FrozenOptions(texts, changes.parameters(), maven.environment(PlanKey.VARIABLE));
    }

    private static void putHooks(HookParameters.Contents files, SortedMap<String, String> texts) {
        put("beforeAllSql", files.beforeAll(), texts);
        put("beforeTenantSql", files.ofTenants().before(), texts);
        put("afterTenantSql", files.ofTenants().after(), texts);
        put("afterAllSql", files.afterAll(), texts);
    }

    private static void put(String parameter, List<SqlFile> files, SortedMap<String, String> texts) {
        if (!files.isEmpty()) {
            texts.put(
                    parameter,
                    files.stream()
                            .map(file -> file.path() + " (" + hash(file) + ")")
                            .collect(Collectors.joining(", ")));
        }
    }

    private static String hash(SqlFile file) {
        return PlanFile.hash(
                file.statements().stream().map(SqlFile.Statement::text).collect(Collectors.joining("\0")));
    }
}

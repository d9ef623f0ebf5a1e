package io.github.pgmt.liquibase;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.engine.DueContents;
import io.github.pgmt.migration.engine.DueContents.DueContent;
import io.github.pgmt.migration.engine.MigrationPlan;
import io.github.pgmt.migration.engine.OpenValues;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.tenant.Tenant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import liquibase.ChecksumVersion;
import liquibase.Scope;
import liquibase.change.custom.CustomChangeWrapper;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.precondition.Precondition;
import liquibase.precondition.core.PreconditionContainer;

/**
 * What is due in a tenant as texts that are the same for all tenants that need the same: where a value of the tenant's decides
 * nothing, its name stands in its place.
 */
final class DueTexts {

    private final EngineSettings settings;
    private final Tenant tenant;
    private final TenantHistory history;
    private final MigrationPlan plan;
    private final ParsedChangelog parsed;
    private final FilesOfChanges files = new FilesOfChanges();

    /** @param parsed as it is for the tenant, for which the plan was made */
    DueTexts(
            EngineSettings settings, Tenant tenant, TenantHistory history, MigrationPlan plan, ParsedChangelog parsed) {
        this.settings = settings;
        this.tenant = tenant;
        this.history = history;
        this.plan = plan;
        this.parsed = parsed;
    }

    DueContents make() throws Exception {
        OpenValues open = new OpenParameters(settings, tenant, history, plan, parsed).find();
        Map<ChangeSetId, Sourced> real = due(parsed.roots());
        Map<ChangeSetId, Sourced> shown = real;
        Map<String, String> places = Map.of();
        if (!open.open().isEmpty()) {
            StandIn nobody = new StandIn(tenant, plan.parametersRead(), open.open());
            shown = due(new ChangelogReader(settings.changelog())
                    .parse(
                            TenantDatabase.detached(
                                    nobody.tenant(), settings.changelog().tables()),
                            nobody.tenant()));
            places = nobody.places();
        }
        if (!real.keySet().equals(shown.keySet())) {
            shown = real;
            places = Map.of();
        }
        return contents(real, shown, places, open);
    }

    /** A changeset and the preconditions of the root changelog that it is in. */
    private record Sourced(ChangeSet changeSet, Precondition ofChangelog) {}

    private Map<ChangeSetId, Sourced> due(List<DatabaseChangeLog> roots) {
        Set<ChangeSetId> wanted = new HashSet<>(plan.result().changeSets().pending());
        wanted.addAll(plan.result().changeSets().always());
        wanted.addAll(plan.passedOver());
        Map<ChangeSetId, Sourced> due = new LinkedHashMap<>();
        for (DatabaseChangeLog root : roots) {
            root.getChangeSets().stream()
                    .filter(changeSet -> wanted.contains(ParsedContents.idOf(changeSet)))
                    .forEach(changeSet -> due.putIfAbsent(
                            ParsedContents.idOf(changeSet), new Sourced(changeSet, root.getPreconditions())));
        }
        return due;
    }

    private DueContents contents(
            Map<ChangeSetId, Sourced> real,
            Map<ChangeSetId, Sourced> shown,
            Map<String, String> places,
            OpenValues open)
            throws Exception {
        Set<ChangeSetId> recorded = history.rows().stream()
                .map(HistoryRow::changeSet)
                .map(ParsedContents::normalized)
                .collect(Collectors.toSet());
        Set<String> values = values();
        return Scope.child(
                Map.of(
                        Scope.Attr.database.name(),
                        new PlanDatabase(tenant, settings.changelog().tables(), history),
                        Scope.Attr.checksumVersion.name(),
                        ChecksumVersion.latest()),
                () -> new DueContents(
                        real.entrySet().stream()
                                .map(one -> {
                                    ChangeSet changeSet = one.getValue().changeSet();
                                    String text = text(changeSet, shown.get(one.getKey()), places);
                                    boolean isOpen = open.checksums().containsKey(one.getKey())
                                            || values.stream().anyMatch(text::contains)
                                            || hasPlaceInFile(changeSet);
                                    return content(one.getValue(), text, isOpen, recorded);
                                })
                                .toList(),
                        open.checksums(),
                        newest()));
    }

    /** What comes in the place of checksums that are missing or of an older kind when an update begins. */
    private Map<ChangeSetId, String> newest() {
        Set<ChangeSetId> old = history.rows().stream()
                .filter(row -> row.checksum().filter(DueTexts::isNewest).isEmpty())
                .map(HistoryRow::changeSet)
                .collect(Collectors.toSet());
        Map<ChangeSetId, String> newest = new LinkedHashMap<>();
        if (!old.isEmpty()) {
            RecordedChangeSets recorded = new RecordedChangeSets(parsed.roots());
            old.forEach(id -> recorded.find(id)
                    .ifPresent(changeSet -> newest.put(
                            id,
                            changeSet.generateCheckSum(ChecksumVersion.latest()).toString())));
        }
        return newest;
    }

    private static boolean isNewest(String checksum) {
        return checksum.startsWith(ChecksumVersion.latest().getVersion() + ":");
    }

    private DueContent content(Sourced due, String text, boolean isOpen, Set<ChangeSetId> recorded) {
        ChangeSet changeSet = due.changeSet();
        ChangeSetId id = ParsedContents.idOf(changeSet);
        boolean always = plan.result().changeSets().always().contains(id);
        String checksum = changeSet.generateCheckSum(ChecksumVersion.latest()).toString();
        return new DueContent(
                id,
                isOpen ? Optional.empty() : Optional.of(checksum),
                checksum,
                text,
                always,
                !always && recorded.contains(ParsedContents.normalized(id)),
                mayStayDue(changeSet, id),
                notFrozen(due));
    }

    private String text(ChangeSet real, Sourced shown, Map<String, String> places) {
        List<String> sums = Stream.concat(
                        sums(real, shown.changeSet()).stream(), filesOf(real).map(DueTexts::hash))
                .toList();
        return ContentText.of(shown.changeSet(), shown.ofChangelog(), sums, places);
    }

    /** As they are, before values are put into them. */
    private Stream<byte[]> filesOf(ChangeSet changeSet) {
        return ContentText.changes(changeSet).flatMap(change -> {
            try {
                return files.contents(change, changeSet).stream();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static String hash(byte[] file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }

    /** Its checksum may be made of a value that is in no text here, secret as it may be. */
    private boolean hasPlaceInFile(ChangeSet changeSet) {
        return filesOf(changeSet).anyMatch(file -> new String(file, StandardCharsets.ISO_8859_1).contains("${"));
    }

    /** Values of which a checksum may be made that is not the same for all. */
    private Set<String> values() {
        return parsed.reader()
                .parameters(TenantDatabase.detached(tenant, settings.changelog().tables()), tenant)
                .namesByValue(plan.parametersRead())
                .keySet();
    }

    /** Those that are the same with any value of the tenant's. */
    private static List<String> sums(ChangeSet real, ChangeSet shown) {
        List<String> ofReal = ContentText.changes(real).map(ContentText::sum).toList();
        List<String> ofShown = ContentText.changes(shown).map(ContentText::sum).toList();
        return IntStream.range(0, Math.min(ofReal.size(), ofShown.size()))
                .mapToObj(index -> ofReal.get(index).equals(ofShown.get(index)) ? ofReal.get(index) : "open")
                .toList();
    }

    private boolean mayStayDue(ChangeSet changeSet, ChangeSetId id) {
        PreconditionContainer preconditions = changeSet.getPreconditions();
        return changeSet.shouldAlwaysRun()
                || plan.passedOver().contains(id)
                || Boolean.FALSE.equals(changeSet.getFailOnError())
                || preconditions != null
                        && (preconditions.getOnFail() == PreconditionContainer.FailOption.CONTINUE
                                || preconditions.getOnError() == PreconditionContainer.ErrorOption.CONTINUE);
    }

    private static Optional<String> notFrozen(Sourced due) {
        List<String> classes = Stream.of(
                        ContentText.changes(due.changeSet())
                                .filter(OwnChanges::isOwn)
                                .map(change -> change instanceof CustomChangeWrapper custom
                                        ? custom.getClassName()
                                        : change.getClass().getName()),
                        ShownPreconditions.classes(due.changeSet().getPreconditions()),
                        ShownPreconditions.classes(due.ofChangelog()))
                .flatMap(Function.identity())
                .distinct()
                .sorted()
                .toList();
        return classes.isEmpty()
                ? Optional.empty()
                : Optional.of("what " + String.join(", ", classes) + " does is known when it runs");
    }
}

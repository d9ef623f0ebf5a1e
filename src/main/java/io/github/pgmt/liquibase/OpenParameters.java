package io.github.pgmt.liquibase;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.engine.MigrationPlan;
import io.github.pgmt.migration.engine.OpenValues;
import io.github.pgmt.migration.engine.TenantChecksum;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.tenant.Tenant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import liquibase.change.core.SQLFileChange;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.exception.LiquibaseException;
import liquibase.precondition.Precondition;
import liquibase.precondition.PreconditionLogic;
import liquibase.precondition.core.ChangeLogPropertyDefinedPrecondition;

/**
 * Finds out which of the parameters that a changelog reads decide nothing, so that their values may differ between the tenants of
 * a cohort. It is parsed twice more: once with another value at each place at which one is read, to see where it goes
 * ({@link ReadTracing}, {@link ChangeTexts}), and once for a {@link StandIn}, for which the same must be planned.
 */
final class OpenParameters {

    private static final String DECIDES = "may decide what is run, and not only what is sent";
    private static final String OTHERWISE =
            "leads to another plan, or to a checksum of which it is not known how it comes about";

    private final EngineSettings settings;
    private final Tenant sample;
    private final TenantHistory history;
    private final MigrationPlan plan;
    private final ParsedChangelog parsed;
    private final Map<String, String> why = new TreeMap<>();

    /** @param parsed as it is for the sample, for which the plan was made */
    OpenParameters(
            EngineSettings settings, Tenant sample, TenantHistory history, MigrationPlan plan, ParsedChangelog parsed) {
        this.settings = settings;
        this.sample = sample;
        this.history = history;
        this.plan = plan;
        this.parsed = parsed;
    }

    /** Those of the sample, which may be none. */
    OpenValues find() {
        try {
            return tryToFind();
        } catch (LiquibaseException | RuntimeException e) {
            sources().values().forEach(source -> why.putIfAbsent(source, OTHERWISE));
            return none();
        }
    }

    private OpenValues tryToFind() throws LiquibaseException {
        Map<String, String> sources = sources();
        Set<String> open = new TreeSet<>(sources.values());
        close(open, source -> sample.value(source).flatMap(OpenValues.Kind::of).isEmpty(), OpenValues.NOT_PLAIN);
        if (open.isEmpty() || plan.result().failure().isPresent()) {
            return none();
        }
        Set<String> deciding = deciding(open);
        close(open, deciding::contains, DECIDES);
        closeTogether(open, sources);
        if (open.isEmpty()) {
            return none();
        }
        Set<String> same = new HashSet<>(plan.parametersRead());
        same.removeIf(name -> sources.containsKey(name) && open.contains(sources.get(name)));
        StandIn standIn = new StandIn(sample, plan.parametersRead(), open);
        Optional<OpenValues> found = of(standIn, open, same);
        if (found.isEmpty()) {
            open.forEach(source -> why.put(source, OTHERWISE));
        }
        return found.orElseGet(this::none);
    }

    /** One makes the other: tenants with the same name have the same schema. */
    private void closeTogether(Set<String> open, Map<String, String> sources) {
        Set<String> names = Set.of(Tenant.NAME_PARAMETER, Tenant.SCHEMA_PARAMETER);
        names.stream()
                .filter(name -> sources.containsValue(name) && !open.contains(name))
                .findFirst()
                .ifPresent(closed -> {
                    names.forEach(name -> why.putIfAbsent(name, why.get(closed)));
                    open.removeAll(names);
                });
    }

    private void close(Set<String> open, Predicate<String> condition, String reason) {
        List<String> closed = open.stream().filter(condition).toList();
        closed.forEach(source -> why.put(source, reason));
        closed.forEach(open::remove);
    }

    private OpenValues none() {
        return OpenValues.none(sample, plan.parametersRead(), why);
    }

    /** By name as it is read, the tenant's own parameter that it comes from. */
    private Map<String, String> sources() {
        Map<String, String> sources = new HashMap<>();
        for (String name : plan.parametersRead()) {
            String source = OpenValues.source(name);
            if (sample.value(source).isPresent()) {
                sources.put(name, source);
            }
        }
        return sources;
    }

    private Set<String> deciding(Set<String> open) {
        StandIn traced = new StandIn(sample, plan.parametersRead(), open);
        ReadTracing tracing = new ReadTracing(traced.places());
        ChangelogReader reader = new ChangelogReader(settings.changelog()).following(tracing);
        List<DatabaseChangeLog> roots;
        try {
            roots = reader.parse(
                    TenantDatabase.detached(
                            traced.tenant(), settings.changelog().tables()),
                    traced.tenant());
        } catch (RuntimeException e) {
            return open;
        }
        Set<String> deciding = new TreeSet<>();
        roots.forEach(root -> deciding.addAll(compared(root.getPreconditions())));
        changeSets(roots).forEach(changeSet -> deciding.addAll(compared(changeSet.getPreconditions())));
        ChangeTexts texts = texts(roots);
        Set<String> allowed = new HashSet<>(texts.sent());
        texts.others().forEach(tracing::decides);
        Set<String> ofTexts = new TreeSet<>(tracing.deciding(allowed));
        allowed.addAll(texts.names());
        deciding.addAll(tracing.deciding(allowed));
        // What Liquibase quotes for its signs is another name without them.
        ofTexts.stream()
                .filter(source ->
                        !sample.value(source).flatMap(OpenValues.Kind::of).equals(Optional.of(OpenValues.Kind.WORD)))
                .forEach(deciding::add);
        return deciding;
    }

    /** What a precondition asks the value of. */
    private Set<String> compared(Precondition precondition) {
        Set<String> names = new HashSet<>();
        if (precondition instanceof PreconditionLogic logic) {
            logic.getNestedPreconditions().forEach(nested -> names.addAll(compared(nested)));
        } else if (precondition instanceof ChangeLogPropertyDefinedPrecondition defined && defined.getValue() != null) {
            // It may be a property with another's value.
            names.addAll(sources().values());
        }
        return names;
    }

    private static ChangeTexts texts(List<DatabaseChangeLog> roots) {
        return new ChangeTexts(
                changeSets(roots),
                Stream.concat(
                                roots.stream().map(DatabaseChangeLog::getPreconditions),
                                changeSets(roots).map(ChangeSet::getPreconditions))
                        .filter(Objects::nonNull));
    }

    private static Stream<ChangeSet> changeSets(List<DatabaseChangeLog> roots) {
        return roots.stream()
                .flatMap(root -> Stream.concat(root.getChangeSets().stream(), root.getSkippedChangeSets().stream()));
    }

    private Optional<OpenValues> of(StandIn standIn, Set<String> open, Set<String> same) throws LiquibaseException {
        ChangelogReader reader = new ChangelogReader(settings.changelog());
        List<DatabaseChangeLog> roots = reader.parse(
                TenantDatabase.detached(standIn.tenant(), settings.changelog().tables()), standIn.tenant());
        Optional<Map<ChangeSetId, TenantChecksum>> checksums = checksums(standIn, roots);
        if (checksums.isEmpty()) {
            return Optional.empty();
        }
        PlanDatabase database = new PlanDatabase(
                standIn.tenant(),
                settings.changelog().tables(),
                OpenValues.historyOf(checksums.get(), sample, history, standIn.tenant()));
        MigrationPlan other =
                new TenantPlan(standIn.tenant(), database, settings).plan(new ParsedChangelog(roots, reader));
        if (!other.equals(plan)) {
            return Optional.empty();
        }
        Optional<MadeWords> words = MadeWords.of(standIn, texts(roots), sqlFiles(roots), settings, database);
        if (words.isEmpty() || endsStatements(standIn, roots)) {
            return Optional.empty();
        }
        return Optional.of(new OpenValues(
                sample,
                open,
                same,
                new TreeMap<>(why),
                words.get().words(),
                words.get().taken(),
                checksums.get()));
    }

    /** Of those that depend on the tenant; empty where that cannot be known. */
    private Optional<Map<ChangeSetId, TenantChecksum>> checksums(StandIn standIn, List<DatabaseChangeLog> roots) {
        List<ChangeSet> real = changeSets(parsed.roots()).toList();
        List<ChangeSet> invented = changeSets(roots).toList();
        if (!real.stream()
                .map(ParsedContents::idOf)
                .toList()
                .equals(invented.stream().map(ParsedContents::idOf).toList())) {
            return Optional.empty();
        }
        PlanDatabase ofSample = new PlanDatabase(sample, settings.changelog().tables(), history);
        PlanDatabase ofStandIn =
                new PlanDatabase(standIn.tenant(), settings.changelog().tables(), history);
        ChecksumTexts texts = new ChecksumTexts(standIn, ofStandIn);
        Map<ChangeSetId, TenantChecksum> checksums = new HashMap<>();
        for (int index = 0; index < real.size(); index++) {
            ChangeSet changeSet = invented.get(index);
            String sumOfSample = ChecksumTexts.sum(real.get(index), ofSample);
            String sum = ChecksumTexts.sum(changeSet, ofStandIn);
            if (!sum.equals(sumOfSample)) {
                Optional<TenantChecksum> checksum =
                        ChecksumTexts.in(ofStandIn, () -> texts.of(changeSet, sum, sample, sumOfSample));
                if (checksum.isEmpty()) {
                    return Optional.empty();
                }
                checksums.put(ParsedContents.idOf(changeSet), checksum.get());
            }
        }
        return Optional.of(checksums);
    }

    /** Whether a value is in a file whose statements end with something that may be in one. */
    private static boolean endsStatements(StandIn standIn, List<DatabaseChangeLog> roots) {
        return sqlFiles(roots)
                .filter(ChangeTexts::endsOddly)
                .map(SQLFileChange::getSql)
                .anyMatch(text -> standIn.places().keySet().stream().anyMatch(text::contains));
    }

    private static Stream<SQLFileChange> sqlFiles(List<DatabaseChangeLog> roots) {
        return changeSets(roots)
                .flatMap(changeSet -> changeSet.getChanges().stream())
                .filter(SQLFileChange.class::isInstance)
                .map(SQLFileChange.class::cast);
    }
}

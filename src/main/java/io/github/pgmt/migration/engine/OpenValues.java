package io.github.pgmt.migration.engine;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.tenant.Tenant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Of which other tenants a tenant's plan is the plan too, although the changelog reads values that differ between them. Known of
 * a value is that it gets into texts alone (statements, names, comments) and decides nothing; it was tried with values that
 * are found nowhere else. So another tenant's value does the same if Liquibase cannot take it for something else than such a
 * one: it is made of the same signs, and the words that it makes are no words that mean anything to Liquibase or that the
 * changelog has elsewhere.
 *
 * @param sample the tenant that was planned
 * @param open the parameters whose values may differ
 * @param read what the changelog is given for these names, set or not, must be the same: all that it reads and that is not open
 * @param why of those that are read and not open, why, as a clause; only of what differs between tenants
 * @param words the words that open values make
 * @param taken words that must not come of it, in lower case
 * @param checksums of the changesets whose checksums depend on open values
 */
public record OpenValues(
        Tenant sample,
        Set<String> open,
        Set<String> read,
        SortedMap<String, String> why,
        List<SchemaText> words,
        Set<String> taken,
        Map<ChangeSetId, TenantChecksum> checksums) {

    /** Why a value that may be open is none that a plan is shared with. */
    public static final String DIFFERS = "has a value that is not of the kind that others have";

    /** Why the value of the sample is not open. */
    public static final String NOT_PLAIN = "has a value that could mean more than itself";

    /** Longer values are not tried: Liquibase shortens some texts. */
    public static final int LONGEST = 40;

    /** How PostgreSQL's own names begin. */
    private static final String SYSTEM = "pg_";

    private static final Pattern PLAIN_WORD = Pattern.compile("[a-z][a-z0-9_]*");
    private static final Pattern PLAIN_TEXT = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?");
    private static final Pattern WORDS = Pattern.compile("\\w+");

    public OpenValues {
        open = Collections.unmodifiableSet(new TreeSet<>(open));
        read = Set.copyOf(read);
        why = Collections.unmodifiableSortedMap(new TreeMap<>(why));
        words = List.copyOf(words);
        taken = Set.copyOf(taken);
        checksums = Map.copyOf(checksums);
    }

    /** Nothing is open, for these reasons. */
    public static OpenValues none(Tenant sample, Set<String> read, Map<String, String> why) {
        return new OpenValues(sample, Set.of(), read, new TreeMap<>(why), List.of(), Set.of(), Map.of());
    }

    /** What a value is made of; empty where it may mean more than itself. */
    public enum Kind {
        /** A word in lower case, as it stands for a name. */
        WORD,
        /** Letters, digits, and some signs between them. */
        TEXT;

        /** The kind of this value. */
        public static Optional<Kind> of(String value) {
            if (value.length() > LONGEST || value.contains("--")) {
                return Optional.empty();
            }
            if (PLAIN_WORD.matcher(value).matches()) {
                return Optional.of(WORD);
            }
            return PLAIN_TEXT.matcher(value).matches() ? Optional.of(TEXT) : Optional.empty();
        }
    }

    /** Whether the sample's plan is this tenant's too, if their histories are alike. */
    public boolean fits(Tenant other) {
        return !open.isEmpty()
                && read.stream().allMatch(name -> value(sample, name).equals(value(other, name)))
                && open.stream()
                        .allMatch(name -> kind(other, name).isPresent()
                                && kind(other, name).equals(kind(sample, name)))
                && alike(other).equals(alike(sample))
                && makesFreshWords(other);
    }

    /** Whether another tenant's value of something that decides is another one; a further sample would exclude it as well. */
    public boolean excludes(Tenant other) {
        return read.stream()
                .filter(name -> !value(sample, name).equals(value(other, name)))
                .anyMatch(name -> !why(name).equals(Optional.of(NOT_PLAIN)));
    }

    /** Of Liquibase's own parameters those that name the schema differ. */
    private static Optional<String> value(Tenant tenant, String name) {
        return tenant.value(source(name));
    }

    private static Optional<Kind> kind(Tenant tenant, String name) {
        return tenant.value(name).flatMap(Kind::of);
    }

    /** What is before the tenant's name in its schema's, and which of the values are the same. */
    private List<?> alike(Tenant tenant) {
        List<String> values = Stream.concat(Stream.of(Tenant.SCHEMA_PARAMETER, Tenant.NAME_PARAMETER), open.stream())
                .map(name -> tenant.value(name).orElse(""))
                .toList();
        List<Integer> same = values.stream()
                .map(value -> values.indexOf(value) - (isWrittenOtherwise(values, value) ? values.size() : 0))
                .toList();
        return List.of(prefix(tenant), same);
    }

    private static boolean isWrittenOtherwise(List<String> values, String value) {
        return values.stream().anyMatch(other -> other.equalsIgnoreCase(value) && !other.equals(value));
    }

    /** What is before the tenant's name in the name of its schema; empty where that does not end with it. */
    public static Optional<String> prefix(Tenant tenant) {
        return tenant.schema().endsWith(tenant.name())
                ? Optional.of(tenant.schema()
                        .substring(0, tenant.schema().length() - tenant.name().length()))
                : Optional.empty();
    }

    private boolean makesFreshWords(Tenant tenant) {
        Set<String> made = new HashSet<>();
        for (SchemaText word : words) {
            String filled = word.inFull(tenant).toLowerCase(Locale.ROOT);
            boolean names = filled.equalsIgnoreCase(tenant.schema());
            if (!made.add(filled) || names != word.inFull(sample).equalsIgnoreCase(sample.schema())) {
                return false;
            }
            Matcher pieces = WORDS.matcher(filled);
            while (pieces.find()) {
                if (taken.contains(pieces.group()) || pieces.group().startsWith(SYSTEM)) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * Whether the histories of two tenants are the same but for checksums that are each tenant's own.
     *
     * @param due what is to be run in the sample; of what ran before and runs again since it was changed, it does not count what
     *     it was
     */
    public boolean areAlike(List<HistoryRow> ofSample, Set<ChangeSetId> due, Tenant other, List<HistoryRow> ofOther) {
        return essence(ofSample, due, sample).equals(essence(ofOther, due, other));
    }

    private List<HistoryRow> essence(List<HistoryRow> rows, Set<ChangeSetId> due, Tenant tenant) {
        return rows.stream().map(row -> essence(row, due, tenant)).toList();
    }

    /** A checksum that is not as it would be now is none that can be compared with another tenant's. */
    private HistoryRow essence(HistoryRow row, Set<ChangeSetId> due, Tenant tenant) {
        TenantChecksum checksum = checksums.get(row.changeSet());
        if (checksum == null || row.checksum().isEmpty()) {
            return row.essence();
        }
        if (row.checksum().get().equals(checksum.of(tenant))) {
            return row.withChecksum("as computed").essence();
        }
        boolean changed = due.contains(row.changeSet()) && row.checksum().get().startsWith(checksum.version());
        return row.withChecksum(changed ? "changed" : "of " + tenant.schema() + " alone")
                .essence();
    }

    /** A tenant's history as it would be another's: checksums that are the one's own are the other's. */
    public static TenantHistory historyOf(
            Map<ChangeSetId, TenantChecksum> checksums, Tenant one, TenantHistory history, Tenant other) {
        return history.withRows(history.rows().stream()
                .map(row -> Optional.ofNullable(checksums.get(row.changeSet()))
                        .filter(checksum -> row.checksum().equals(Optional.of(checksum.of(one))))
                        .map(checksum -> row.withChecksum(checksum.of(other)))
                        .orElse(row))
                .toList());
    }

    /** Why this parameter that is read is not open, as a clause; empty where it is. */
    public Optional<String> why(String name) {
        return Optional.ofNullable(why.get(source(name)));
    }

    /** The tenant's own parameter of which the changelog is given something under this name. */
    public static String source(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith("database.") && lower.contains("schema") ? Tenant.SCHEMA_PARAMETER : lower;
    }
}

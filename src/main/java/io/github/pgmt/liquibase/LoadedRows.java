package io.github.pgmt.liquibase;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import liquibase.change.ColumnConfig;
import liquibase.change.core.LoadDataChange;
import liquibase.change.core.LoadDataColumnConfig;
import liquibase.change.core.LoadUpdateDataChange;
import liquibase.util.NowAndTodayUtil;
import liquibase.util.csv.CSVReader;

/**
 * The rows that {@code loadData} and {@code loadUpdateData} read from a file of the changelog when their statements are made.
 * They are the same for all tenants where nothing but the file decides what is made of them.
 */
final class LoadedRows {

    /** A message has it all, and every cohort keeps it; what is much is Liquibase's, which reads it anew for each tenant. */
    static final int MOST_CHARACTERS = 1_000_000;

    private static final Set<String> DATES = Set.of("date", "datetime", "time");
    private static final Set<String> LARGE = Set.of("blob", "clob");
    private static final Predicate<String> FILE =
            Pattern.compile("[\\w ()+@,~.\\\\/-]+").asMatchPredicate();
    private static final Predicate<String> FILE_WITH_ENDING =
            FILE.and(name -> name.contains(".") || name.contains("/"));
    private static final String TOO_MUCH =
            "loads rows whose statements have more than " + MOST_CHARACTERS + " characters together";

    private static final String OF_THE_CLOCK = "loads the time at which Liquibase reads its file (now, today)";

    private LoadedRows() {}

    static boolean areIn(Class<?> change) {
        return change == LoadDataChange.class || change == LoadUpdateDataChange.class;
    }

    /** Why the rows must not be planned, as the end of a sentence that begins with the changeset. */
    static Optional<String> objection(LoadDataChange change) {
        if (types(change).anyMatch(LARGE::contains)) {
            return Optional.of("loads large objects");
        }
        try (CSVReader reader = change.getCSVReader()) {
            return reader == null ? Optional.of("loads a file that is not there") : objection(change, reader);
        } catch (Exception e) {
            return Optional.of("loads a file that cannot be read (" + Causes.summary(e) + ")");
        }
    }

    /**
     * Names of files that are in rows, as they are where a column is a large object; also names that may be such, where it is the
     * table that says what a column is.
     */
    static Set<String> namedFiles(LoadDataChange change) throws IOException {
        Set<String> names = new LinkedHashSet<>();
        try (CSVReader reader = change.getCSVReader()) {
            String[] headers = reader == null ? null : reader.readNext();
            String[] row = headers == null ? null : reader.readNext();
            while (row != null) {
                for (int index = 0; index < Math.min(row.length, headers.length); index++) {
                    if (mayBeFile(change, headers[index], index, row[index].trim())) {
                        names.add(row[index].trim());
                    }
                }
                row = reader.readNext();
            }
            return names;
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private static boolean mayBeFile(LoadDataChange change, String header, int index, String cell) {
        List<String> types = change.getColumns().stream()
                .filter(column -> mayBeOf(List.of(column), index, header))
                .map(LoadDataColumnConfig::getType)
                .filter(Objects::nonNull)
                .map(type -> type.toLowerCase(Locale.ROOT))
                .toList();
        return types.isEmpty()
                ? FILE_WITH_ENDING.test(cell)
                : types.stream().anyMatch(LARGE::contains) && FILE.test(cell);
    }

    private static Optional<String> objection(LoadDataChange change, CSVReader reader) throws Exception {
        String[] headers = reader.readNext();
        if (headers == null) {
            return Optional.of("loads a file that has nothing in it");
        }
        if (!areTyped(change, headers)) {
            return Optional.of("looks up in the table which types the columns of its file have "
                    + "(give each a type in the changelog, and it is replayed)");
        }
        List<LoadDataColumnConfig> dated = change.getColumns().stream()
                .filter(column -> column.getType() != null
                        && DATES.contains(column.getType().toLowerCase(Locale.ROOT)))
                .toList();
        if (dated.stream().map(ColumnConfig::getDefaultValue).anyMatch(LoadedRows::isOfTheClock)) {
            return Optional.of(OF_THE_CLOCK);
        }
        long characters = 0;
        for (String[] line = reader.readNext(); line != null; line = reader.readNext()) {
            characters += Arrays.stream(line).mapToInt(String::length).sum();
            if (characters > MOST_CHARACTERS) {
                return Optional.of(TOO_MUCH);
            }
            for (int index = 0; index < Math.min(line.length, headers.length); index++) {
                if (isOfTheClock(line[index]) && mayBeOf(dated, index, headers[index])) {
                    return Optional.of(OF_THE_CLOCK);
                }
            }
        }
        return Optional.empty();
    }

    /** Whichever of several it takes. */
    private static boolean mayBeOf(List<LoadDataColumnConfig> columns, int index, String header) {
        return columns.stream()
                .anyMatch(column -> Integer.valueOf(index).equals(column.getIndex())
                        || header.trim().equalsIgnoreCase(trimmed(column.getHeader()))
                        || header.trim().equalsIgnoreCase(trimmed(column.getName())));
    }

    private static String trimmed(String name) {
        return name == null ? null : name.trim();
    }

    private static boolean isOfTheClock(String value) {
        return NowAndTodayUtil.isNowOrTodayFormat(value);
    }

    private static Stream<String> types(LoadDataChange change) {
        return change.getColumns().stream()
                .map(ColumnConfig::getType)
                .filter(type -> type != null)
                .map(type -> type.toLowerCase(Locale.ROOT));
    }

    /** Where Liquibase sees it otherwise, it asks the database, and that is noted. */
    private static boolean areTyped(LoadDataChange change, String[] headers) {
        return change.getColumns().size() >= headers.length
                && change.getColumns().stream().noneMatch(column -> column.getType() == null);
    }

    /** @throws UnreplayableException when what was made of the rows is too much */
    static void requireBounded(List<String> texts) throws UnreplayableException {
        if (texts.stream().mapToLong(String::length).sum() > MOST_CHARACTERS) {
            throw new UnreplayableException(TOO_MUCH);
        }
    }
}

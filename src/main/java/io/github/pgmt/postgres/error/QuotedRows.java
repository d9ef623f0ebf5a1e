package io.github.pgmt.postgres.error;

import io.github.pgmt.tenant.message.MessageText;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Marks in texts what errors quote of a tenant's rows, so that {@code showDetail=false} can leave it out. */
public final class QuotedRows {

    /** Class 22 is "data exception": its messages say which value it was. */
    private static final String DATA_EXCEPTION = "22";

    /** Quotation marks of all languages that the server has messages in. */
    private static final String QUOTATION_MARKS = "\"'„“”«»‹›‚‘’「」『』";

    /** Dates, numbers and bytes that are not quoted, but not the length of a type. */
    private static final Pattern NUMBER = Pattern.compile("(?<![\\w(,.])[-+.]?\\d[^\\s,;]*");

    private QuotedRows() {}

    /**
     * The server's message, marked if it quotes a value.
     *
     * @param text the message as it is to be shown
     */
    static String message(ServerErrorMessage server, String text) {
        return isDataException(server.getSQLState()) ? ofValues(text) : text;
    }

    private static String ofValues(String message) {
        String without = NUMBER.matcher(withoutQuoted(message)).replaceAll(MessageText.LEFT_OUT);
        return without.equals(message) ? message : MessageText.ofRows(message, without);
    }

    /** Between the first and the last quotation mark, since a value may have some of its own. */
    private static String withoutQuoted(String message) {
        int first = 0;
        while (first < message.length() && !isQuotationMark(message.charAt(first))) {
            first++;
        }
        if (first == message.length()) {
            return message;
        }
        int last = message.length() - 1;
        while (!isQuotationMark(message.charAt(last))) {
            last--;
        }
        String end = last == first ? "" : message.substring(last);
        return message.substring(0, first + 1) + MessageText.LEFT_OUT + end;
    }

    private static boolean isQuotationMark(char character) {
        return QUOTATION_MARKS.indexOf(character) >= 0;
    }

    /** The text with everything marked that the errors among the causes quote, wherever it is repeated. */
    public static String marked(String text, Throwable thrown) {
        Map<String, String> quoting = new HashMap<>();
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> causes = new ArrayDeque<>();
        causes.add(thrown);
        while (!causes.isEmpty()) {
            Throwable cause = causes.remove();
            if (!seen.add(cause)) {
                continue;
            }
            causes.addAll(Stream.concat(Stream.of(cause.getSuppressed()), further(cause))
                    .filter(Objects::nonNull)
                    .toList());
            if (cause instanceof SQLException error) {
                quoting.putAll(quoting(error));
            }
        }
        return replaced(text, quoting);
    }

    private static Stream<Throwable> further(Throwable thrown) {
        return thrown instanceof SQLException error
                ? Stream.of(thrown.getCause(), error.getNextException())
                : Stream.ofNullable(thrown.getCause());
    }

    /** What the error's own texts quote, each with its marked form. */
    private static Map<String, String> quoting(SQLException error) {
        ServerErrorMessage server = SqlErrors.ofServer(error).orElse(null);
        Map<String, String> quoting = new HashMap<>();
        if (server != null) {
            Stream.of(server.getDetail(), server.getWhere(), server.getInternalQuery())
                    .filter(Objects::nonNull)
                    .map(String::strip)
                    .forEach(text -> quoting.put(text, MessageText.ofRows(text)));
            String message = String.valueOf(server.getMessage());
            quoting.put(message, message(server, message));
        } else if (isDataException(error.getSQLState())
                && error instanceof PSQLException
                && error.getMessage() != null) {
            quoting.put(error.getMessage(), MessageText.ofRows(error.getMessage()));
        }
        return quoting;
    }

    private static String replaced(String text, Map<String, String> quoting) {
        String result = text;
        for (String quoted : quoting.keySet().stream()
                .filter(quoted -> !quoted.isBlank())
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList()) {
            result = MessageText.outside(result, part -> part.replace(quoted, quoting.get(quoted)));
        }
        return result;
    }

    private static boolean isDataException(String state) {
        return state != null && state.startsWith(DATA_EXCEPTION);
    }
}

package io.github.pgmt.report.psql;

import io.github.pgmt.migration.engine.ReplayedChangeSet;
import io.github.pgmt.migration.engine.SchemaText;
import io.github.pgmt.tenant.Tenant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a text as {@code psql} reads it, and puts variables into its places: {@code :"schema"} for a name, {@code :'plan'} for a
 * literal. What {@code psql} would take for something of its own is kept from it, or refused: it knows no variables inside
 * quotes and comments, and takes a backslash outside of them for a command.
 */
final class PsqlText {

    private static final Pattern DOLLAR = Pattern.compile("\\$([A-Za-z_\\x80-\\uffff][A-Za-z0-9_\\x80-\\uffff]*)?\\$");
    private static final Pattern COPY = Pattern.compile("(?is)^\\s*COPY\\b.*\\bSTD(IN|OUT)\\b");
    private static final String VARIABLE_BEGINS = "'\"{_";

    private final PsqlVariables variables;
    private final Optional<String> checksum;
    private final StringBuilder out = new StringBuilder();
    private final StringBuilder words = new StringBuilder();
    private State state = State.PLAIN;
    private String dollarTag = "";
    private int opened;
    private boolean isPlainLiteral;
    private boolean hasEscapes;
    private int comments;
    private int parentheses;
    private int statements;
    private boolean isBetween = true;

    private enum State {
        PLAIN,
        LITERAL,
        NAME,
        DOLLARS,
        LINE_COMMENT,
        COMMENT
    }

    private PsqlText(PsqlVariables variables, Optional<String> checksum) {
        this.variables = variables;
        this.checksum = checksum;
    }

    /**
     * The text for {@code psql}.
     *
     * @param checksum the expression for the place of a checksum that depends on values
     * @throws NotForPsqlException when there is none
     */
    static PsqlStatements of(SchemaText text, PsqlVariables variables, Optional<String> checksum)
            throws NotForPsqlException {
        PsqlText reading = new PsqlText(variables, checksum);
        for (int index = 0; index < text.parts().size(); index++) {
            String part = text.parts().get(index);
            int from = index == 0 ? 0 : reading.place(text.places().get(index - 1), part);
            reading.read(part, from);
        }
        return reading.end();
    }

    private PsqlStatements end() throws NotForPsqlException {
        if (state != State.PLAIN && state != State.LINE_COMMENT || parentheses != 0) {
            throw new NotForPsqlException("has a statement whose quotes or parentheses are not closed");
        }
        endStatement();
        return new PsqlStatements(out.toString().stripTrailing(), statements, isBetween);
    }

    private void read(String part, int from) throws NotForPsqlException {
        int index = from;
        while (index < part.length()) {
            index += switch (state) {
                case PLAIN -> plain(part, index);
                case LITERAL -> literal(part, index);
                case NAME -> name(part, index);
                case DOLLARS -> dollars(part, index);
                case LINE_COMMENT -> lineComment(part, index);
                case COMMENT -> comment(part, index);
            };
        }
    }

    /** @return how many characters were read; likewise in the others */
    private int plain(String part, int index) throws NotForPsqlException {
        char character = part.charAt(index);
        if (character == '\\') {
            throw new NotForPsqlException("has a backslash outside quotes, which psql takes for a command of its own");
        }
        if (part.startsWith("--", index)) {
            return open(State.LINE_COMMENT, "--");
        }
        if (part.startsWith("/*", index)) {
            comments = 1;
            return open(State.COMMENT, "/*");
        }
        noteStatement(character);
        return switch (character) {
            case '\'' -> {
                hasEscapes = endsWithWord("E");
                isPlainLiteral = !isAfterWord() && !endsWith('&');
                yield open(State.LITERAL, "'");
            }
            case '"' -> {
                isPlainLiteral = !endsWith('&');
                yield open(State.NAME, "\"");
            }
            case '$' -> dollar(part, index);
            case ':' -> colon(part, index);
            default -> {
                parentheses += character == '(' ? 1 : character == ')' ? -1 : 0;
                out.append(character);
                yield 1;
            }
        };
    }

    private void noteStatement(char character) throws NotForPsqlException {
        words.append(character);
        if (character == ';' && parentheses == 0) {
            endStatement();
            isBetween = true;
        } else if (isBetween && !Character.isWhitespace(character) && character != ';') {
            isBetween = false;
            statements++;
        }
    }

    /** What psql would read from the script, Liquibase reads from nowhere. */
    private void endStatement() throws NotForPsqlException {
        if (COPY.matcher(words).find()) {
            throw new NotForPsqlException("has a COPY from STDIN or to STDOUT, which is psql's own affair");
        }
        words.setLength(0);
    }

    private int open(State next, String with) {
        state = next;
        out.append(with);
        opened = out.length();
        return with.length();
    }

    private int dollar(String part, int index) throws NotForPsqlException {
        Matcher tag = DOLLAR.matcher(part).region(index, part.length());
        if (!isAfterWord() && tag.lookingAt()) {
            dollarTag = tag.group();
            return open(State.DOLLARS, dollarTag);
        }
        boolean isCut = !isAfterWord()
                && part.substring(index + 1).chars().allMatch(one -> Character.isLetterOrDigit(one) || one == '_');
        if (isCut && (index + 1 == part.length() || !Character.isDigit(part.charAt(index + 1)))) {
            throw new NotForPsqlException("has a value inside quotes, where psql knows no variables");
        }
        out.append('$');
        return 1;
    }

    /** A blank after it keeps {@code psql} from looking for a variable; to PostgreSQL it is the same. */
    private int colon(String part, int index) {
        if (part.startsWith("::", index) || part.startsWith(":=", index)) {
            out.append(part, index, index + 2);
            return 2;
        }
        boolean mayBeVariable = index + 1 == part.length()
                || VARIABLE_BEGINS.indexOf(part.charAt(index + 1)) >= 0
                || isOfWord(part.charAt(index + 1));
        out.append(mayBeVariable ? ": " : ":");
        return 1;
    }

    private int literal(String part, int index) {
        char character = part.charAt(index);
        out.append(character);
        if (character == '\\' && hasEscapes && index + 1 < part.length()) {
            out.append(part.charAt(index + 1));
            return 2;
        }
        return character == '\'' ? quoteEnds(part, index, '\'') : 1;
    }

    private int name(String part, int index) {
        char character = part.charAt(index);
        out.append(character);
        return character == '"' ? quoteEnds(part, index, '"') : 1;
    }

    private int quoteEnds(String part, int index, char quote) {
        if (index + 1 < part.length() && part.charAt(index + 1) == quote) {
            out.append(quote);
            return 2;
        }
        state = State.PLAIN;
        return 1;
    }

    private int dollars(String part, int index) {
        if (part.startsWith(dollarTag, index)) {
            out.append(dollarTag);
            state = State.PLAIN;
            return dollarTag.length();
        }
        out.append(part.charAt(index));
        return 1;
    }

    private int lineComment(String part, int index) {
        char character = part.charAt(index);
        out.append(character);
        if (character == '\n' || character == '\r') {
            state = State.PLAIN;
        }
        return 1;
    }

    private int comment(String part, int index) {
        boolean begins = part.startsWith("/*", index);
        if (begins || part.startsWith("*/", index)) {
            comments += begins ? 1 : -1;
            out.append(part, index, index + 2);
            state = comments == 0 ? State.PLAIN : State.COMMENT;
            return 2;
        }
        out.append(part.charAt(index));
        return 1;
    }

    /** @return where the part after it goes on */
    private int place(String place, String after) throws NotForPsqlException {
        return switch (state) {
            case PLAIN -> plainPlace(place, after);
            case LITERAL -> wholeQuote(place, after, '\'');
            case NAME -> wholeQuote(place, after, '"');
            case DOLLARS -> throw NotForPsqlException.inQuotes(place);
            case LINE_COMMENT, COMMENT -> {
                out.append("<").append(variable(place)).append('>');
                yield 0;
            }
        };
    }

    private int plainPlace(String place, String after) throws NotForPsqlException {
        noteStatement('x');
        boolean isQuoted = place.equals(SchemaText.QUOTED_SCHEMA);
        boolean isPart = isAfterWord() || endsWith('&') || !after.isEmpty() && isOfWord(after.charAt(0));
        if (isPart && !(isQuoted && !endsWith('&'))) {
            throw new NotForPsqlException("has " + NotForPsqlException.named(place) + " as a part of a longer word");
        }
        boolean isName = isQuoted || place.equals(Tenant.SCHEMA_PARAMETER);
        out.append(isName ? ":\"" + variable(place) + '"' : ":" + variable(place));
        return 0;
    }

    private int wholeQuote(String place, String after, char quote) throws NotForPsqlException {
        boolean isWhole = out.length() == opened
                && isPlainLiteral
                && !place.equals(SchemaText.QUOTED_SCHEMA)
                && after.indexOf(quote) == 0
                && !after.startsWith(String.valueOf(quote), 1);
        if (!isWhole) {
            throw NotForPsqlException.inQuotes(place);
        }
        out.setLength(out.length() - 1);
        state = State.PLAIN;
        if (place.equals(ReplayedChangeSet.CHECKSUM)) {
            out.append(checksum.orElseThrow(() -> new NotForPsqlException("has a checksum that depends on a value")));
        } else {
            out.append(':').append(quote).append(variable(place)).append(quote);
        }
        return 1;
    }

    private String variable(String place) {
        return place.equals(ReplayedChangeSet.CHECKSUM) ? "checksum" : variables.of(place);
    }

    private boolean endsWith(char character) {
        return out.length() > 0 && out.charAt(out.length() - 1) == character;
    }

    private boolean endsWithWord(String word) {
        int before = out.length() - word.length() - 1;
        return out.length() >= word.length()
                && out.substring(out.length() - word.length()).equalsIgnoreCase(word)
                && (before < 0 || !isOfWord(out.charAt(before)));
    }

    private boolean isAfterWord() {
        return out.length() > 0 && isOfWord(out.charAt(out.length() - 1));
    }

    private static boolean isOfWord(char character) {
        return Character.isLetterOrDigit(character) || character == '_' || character == '$' || character > 0x7f;
    }
}

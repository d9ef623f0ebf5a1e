package io.github.pgmt.report.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts tenants together of which the same is to be said, but for their own names in it. */
public final class TenantGroups {

    /** Stands for each tenant's own name in a message that is otherwise the same for all. */
    static final String OWN_NAME = "<schema>";

    private static final String FIRST_ONES =
            "\n(Numbers, times, rows and sessions are those of the first of the tenants.)";

    private static final String NAME_CHARACTER = "[\\p{L}\\p{N}_$]";

    /**
     * A tenant, and what is to be said of it.
     *
     * @param subject what the message is about
     * @param alike equal for those that may be in one group
     * @param message may have the tenant's name in it
     * @param essence what of the message must be equal, too, but for the name
     */
    public record Entry<T>(String schema, T subject, Object alike, String message, String essence) {

        /** One whose whole message must be equal. */
        public Entry(String schema, T subject, Object alike, String message) {
            this(schema, subject, alike, message, message);
        }
    }

    /**
     * Tenants of which the same is to be said.
     *
     * @param example the first one's subject
     * @param message the first one's, with {@link #OWN_NAME} where it differs by the tenants' own names; says so where it differs
     *     in what is not the essence
     * @param schemas the tenants, in the order in which they were given
     */
    public record Group<T>(T example, String message, List<String> schemas) {

        public Group {
            schemas = List.copyOf(schemas);
        }
    }

    private record Said(Object alike, String essence) {}

    private static final class Members<T> {

        private final Entry<T> first;
        private final String nameless;
        private final List<String> schemas = new ArrayList<>();
        private boolean differInName;
        private boolean differInMore;

        private Members(Entry<T> first) {
            this.first = first;
            this.nameless = withoutOwnName(first.message(), first.schema());
        }

        private void add(Entry<T> entry) {
            schemas.add(entry.schema());
            differInName |= !entry.essence().equals(first.essence());
            differInMore |= !entry.message().equals(first.message())
                    && !withoutOwnName(entry.message(), entry.schema()).equals(nameless);
        }

        private Group<T> toGroup() {
            String message = differInName ? nameless : first.message();
            return new Group<>(first.subject(), differInMore ? message + FIRST_ONES : message, schemas);
        }
    }

    private TenantGroups() {}

    /** The groups, the largest first. */
    public static <T> List<Group<T>> of(List<Entry<T>> entries) {
        List<Members<T>> groups = new ArrayList<>();
        Map<Said, Members<T>> bySaid = new HashMap<>();
        entries.forEach(entry -> membersFor(entry, bySaid, groups).add(entry));
        return groups.stream()
                .map(Members::toGroup)
                .sorted(Comparator.comparingInt(
                                (Group<T> group) -> group.schemas().size())
                        .reversed())
                .toList();
    }

    /**
     * The message as it stands counts too: of tenants {@code acme} and {@code users} that both failed at a table
     * {@code users}, one has its own name in the message by chance.
     */
    private static <T> Members<T> membersFor(Entry<T> entry, Map<Said, Members<T>> bySaid, List<Members<T>> groups) {
        Said verbatim = new Said(entry.alike(), entry.essence());
        Said nameless = new Said(entry.alike(), withoutOwnName(entry.essence(), entry.schema()));
        Members<T> members = bySaid.getOrDefault(verbatim, bySaid.get(nameless));
        if (members == null) {
            members = new Members<>(entry);
            groups.add(members);
        }
        bySaid.putIfAbsent(verbatim, members);
        bySaid.putIfAbsent(nameless, members);
        return members;
    }

    /** Replaces the name only where it stands alone: the tenant {@code a} must not lose every a of the message. */
    private static String withoutOwnName(String message, String schema) {
        if (!message.contains(schema)) {
            return message;
        }
        Pattern name =
                Pattern.compile("(?<!" + NAME_CHARACTER + ")" + Pattern.quote(schema) + "(?!" + NAME_CHARACTER + ")");
        return name.matcher(message).replaceAll(Matcher.quoteReplacement(OWN_NAME));
    }
}

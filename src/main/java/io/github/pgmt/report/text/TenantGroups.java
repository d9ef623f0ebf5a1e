package io.github.pgmt.report.text;

import io.github.pgmt.tenant.OfTenant;
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
     * @param name how it is named, as it is shown
     * @param schema the same without its database
     * @param subject what the message is about
     * @param alike equal for those that may be in one group
     * @param message may have the tenant's name in it
     * @param essence what of the message must be equal, too, but for the name
     */
    public record Entry<T>(String name, String schema, T subject, Object alike, String message, String essence) {

        /**
         * Of a tenant that is named as it is shown.
         *
         * @param message as it is shown
         */
        public static <T> Entry<T> of(
                OfTenant tenant, OutgoingText shown, T subject, Object alike, String message, String essence) {
            return new Entry<>(
                    shown.name(tenant.displayName()), shown.name(tenant.schema()), subject, alike, message, essence);
        }

        /** One whose whole message must be equal. */
        public static <T> Entry<T> of(OfTenant tenant, OutgoingText shown, T subject, Object alike, String message) {
            return of(tenant, shown, subject, alike, message, message);
        }

        private String withoutOwnName(String text) {
            String nameless = name.equals(schema) ? text : TenantGroups.without(name, text);
            return TenantGroups.without(schema, nameless);
        }
    }

    /**
     * Tenants of which the same is to be said.
     *
     * @param example the first one's subject
     * @param message the first one's, with {@link #OWN_NAME} where it differs by the tenants' own names; says so where it differs
     *     in what is not the essence
     * @param names the tenants, in the order in which they were given
     */
    public record Group<T>(T example, String message, List<String> names) {

        public Group {
            names = List.copyOf(names);
        }
    }

    private record Said(Object alike, String essence) {}

    private static final class Members<T> {

        private final Entry<T> first;
        private final String nameless;
        private final List<String> names = new ArrayList<>();
        private boolean differInName;
        private boolean differInMore;

        private Members(Entry<T> first) {
            this.first = first;
            this.nameless = first.withoutOwnName(first.message());
        }

        private void add(Entry<T> entry) {
            names.add(entry.name());
            differInName |= !entry.essence().equals(first.essence());
            differInMore |= !entry.message().equals(first.message())
                    && !entry.withoutOwnName(entry.message()).equals(nameless);
        }

        private Group<T> toGroup() {
            String message = differInName ? nameless : first.message();
            return new Group<>(first.subject(), differInMore ? message + FIRST_ONES : message, names);
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
                                (Group<T> group) -> group.names().size())
                        .reversed())
                .toList();
    }

    /**
     * The message as it stands counts too: of tenants {@code acme} and {@code users} that both failed at a table
     * {@code users}, one has its own name in the message by chance.
     */
    private static <T> Members<T> membersFor(Entry<T> entry, Map<Said, Members<T>> bySaid, List<Members<T>> groups) {
        Said verbatim = new Said(entry.alike(), entry.essence());
        Said nameless = new Said(entry.alike(), entry.withoutOwnName(entry.essence()));
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
    private static String without(String ownName, String message) {
        if (!message.contains(ownName)) {
            return message;
        }
        Pattern name =
                Pattern.compile("(?<!" + NAME_CHARACTER + ")" + Pattern.quote(ownName) + "(?!" + NAME_CHARACTER + ")");
        return name.matcher(message).replaceAll(Matcher.quoteReplacement(OWN_NAME));
    }
}

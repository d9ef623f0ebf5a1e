package io.github.pgmt.report;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.TenantResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts tenants together that failed of the same cause. */
public final class FailureGroups {

    /** Stands for each tenant's own name in a message that is otherwise the same for all. */
    static final String OWN_NAME = "<schema>";

    private static final String NAME_CHARACTER = "[\\p{L}\\p{N}_$]";

    /**
     * Tenants with one cause.
     *
     * @param example a tenant's failure
     * @param message the failures' message, with {@link #OWN_NAME} where it differs by the tenants' own names
     * @param schemas the tenants, in the report's order
     */
    public record Group(Failure example, String message, List<String> schemas) {

        public Group {
            schemas = List.copyOf(schemas);
        }
    }

    private record Cause(String what, String message) {}

    private static final class Members {

        private final Failure example;
        private final String nameless;
        private final List<String> schemas = new ArrayList<>();
        private boolean differ;

        private Members(Failure example, String nameless) {
            this.example = example;
            this.nameless = nameless;
        }

        private void add(TenantResult tenant, Failure failure) {
            schemas.add(tenant.schema());
            differ |= !failure.message().equals(example.message());
        }

        private Group toGroup() {
            return new Group(example, differ ? nameless : example.message(), schemas);
        }
    }

    private FailureGroups() {}

    /** The groups of the failed ones among these tenants, the largest first. */
    public static List<Group> of(List<TenantResult> tenants) {
        List<Members> groups = new ArrayList<>();
        Map<Cause, Members> byCause = new HashMap<>();
        for (TenantResult tenant : tenants) {
            tenant.failure()
                    .ifPresent(failure ->
                            membersFor(tenant, failure, byCause, groups).add(tenant, failure));
        }
        return groups.stream()
                .map(Members::toGroup)
                .sorted(Comparator.comparingInt((Group group) -> group.schemas().size())
                        .reversed())
                .toList();
    }

    /**
     * The message as it stands counts too: of tenants {@code acme} and {@code users} that both failed at a table
     * {@code users}, one has its own name in the message by chance.
     */
    private static Members membersFor(
            TenantResult tenant, Failure failure, Map<Cause, Members> byCause, List<Members> groups) {
        String what = failure.kind() + " " + FailureText.cause(failure);
        Cause verbatim = new Cause(what, failure.message());
        Cause nameless = new Cause(what, withoutOwnName(failure.message(), tenant.schema()));
        Members members = byCause.getOrDefault(verbatim, byCause.get(nameless));
        if (members == null) {
            members = new Members(failure, nameless.message());
            groups.add(members);
        }
        byCause.putIfAbsent(verbatim, members);
        byCause.putIfAbsent(nameless, members);
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

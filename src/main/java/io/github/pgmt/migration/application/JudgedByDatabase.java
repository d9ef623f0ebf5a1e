package io.github.pgmt.migration.application;

import io.github.pgmt.migration.run.InDatabase;
import io.github.pgmt.migration.work.TenantMigrator.Attempt;
import io.github.pgmt.migration.work.Worked;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Attempts on tenants of several databases, judged by each database and put back in their order. */
public final class JudgedByDatabase {

    private JudgedByDatabase() {}

    /** What a database says of the attempts on its tenants. */
    public interface Judging {

        Worked judge(InDatabase part, List<Attempt> attempts);
    }

    /** @param parts the databases in which there are attempts, and perhaps others */
    public static Worked of(List<InDatabase> parts, List<Attempt> attempts, Judging judging) {
        Map<Tenant, Attempt> judged = new HashMap<>();
        List<String> outside = new ArrayList<>();
        for (InDatabase part : parts) {
            List<Attempt> theirs = attempts.stream()
                    .filter(attempt -> attempt.tenant().home().equals(part.database()))
                    .toList();
            Worked worked = judging.judge(part, theirs);
            worked.attempts().forEach(attempt -> judged.put(attempt.tenant(), attempt));
            worked.outside().forEach(object -> outside.add(part.database().told(object)));
        }
        return new Worked(
                attempts.stream().map(attempt -> judged.get(attempt.tenant())).toList(), outside);
    }
}

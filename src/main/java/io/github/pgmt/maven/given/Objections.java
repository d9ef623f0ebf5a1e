package io.github.pgmt.maven.given;

import io.github.pgmt.maven.build.MavenSide;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.report.text.Printable;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.maven.plugin.logging.Log;

/** What there is to say against what the user gave; all of it is told at once. It holds names, and of
 * values only what was written for true or false. */
final class Objections {

    private final Set<String> refusals = new LinkedHashSet<>();
    private final Set<String> warnings = new LinkedHashSet<>();

    void refuse(String sentence) {
        refusals.add(sentence);
    }

    void warn(String sentence) {
        warnings.add(sentence);
    }

    void add(boolean isRefusal, String sentence) {
        (isRefusal ? refusals : warnings).add(sentence);
    }

    /**
     * A warning comes once in a build, since several goals and modules find the same.
     *
     * @throws RunRefusedException when something was refused
     */
    void tell(MavenSide maven, Log log) {
        Map<String, Object> said = maven.session().getRequest().getData();
        for (String warning : warnings) {
            synchronized (said) {
                if (said.putIfAbsent(Objections.class.getName() + warning, true) != null) {
                    continue;
                }
            }
            log.warn(Printable.text(warning));
        }
        if (!refusals.isEmpty()) {
            throw new RunRefusedException(String.join(" ", refusals) + " Nothing was done. mvn " + maven.goalPrefix()
                    + "help -Ddetail=true -Dgoal=" + maven.goal() + " has all parameters of the goal.");
        }
    }
}

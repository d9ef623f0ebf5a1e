package io.github.pgmt.maven.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.migration.event.PlanReport;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.plan.FleetPlan;
import io.github.pgmt.migration.plan.FrozenOptions;
import io.github.pgmt.migration.plan.NewTenants;
import io.github.pgmt.migration.plan.PlanToKeep;
import io.github.pgmt.report.PlanFile;
import io.github.pgmt.report.text.OutgoingText;
import io.github.pgmt.testing.Plans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is no plan, or not the one that was agreed to, is not carried out. */
class PlanParametersTest {

    private static final FrozenOptions OPTIONS =
            new FrozenOptions(new TreeMap<>(), Map.of(), Set.of(), Optional.empty());

    @TempDir
    private Path directory;

    @Test
    void aPlanIsTheOneWhoseHashWasAgreedTo() throws IOException {
        FleetPlan plan = ((PlanReport) Plans.report().body()).plan().orElseThrow();
        String text = PlanFile.text(plan, OutgoingText.inFiles(UnaryOperator.identity()));
        Path file = Files.writeString(directory.resolve("plan.json"), text);
        String hash = PlanFile.hash(text);

        assertThat(plan(file, " " + hash.toUpperCase(Locale.ROOT) + " ", "fail"))
                .hasValueSatisfying(kept -> assertThat(kept.newTenants()).isEqualTo(NewTenants.FAIL));
        assertRefused(() -> plan(file, "5d0c", "skip"), "is not the plan that was agreed to: its hash is " + hash);

        Files.writeString(file, text.replace("\"acme\"", "\"acne\""));
        assertRefused(() -> plan(file, hash, "skip"), "is not the plan that was agreed to: its hash is ");
    }

    @Test
    void whatIsNoPlanIsRefused() throws IOException {
        assertRefused(() -> plan(directory.resolve("none.json"), null, "skip"), "none.json cannot be read");
        for (String text : List.of(
                "",
                "[]",
                "{}",
                "{\"schemaVersion\": 1, \"goal\": \"plan\", \"result\": \"FAILED\", \"error\": \"It broke.\"}",
                "{\"schemaVersion\": 1, \"key\": \"none\"}",
                "{\"schemaVersion\": 1, \"key\": {\"given\": false, \"check\": \"\"}, \"databases\": {}}")) {
            Path file = Files.writeString(directory.resolve("plan.json"), text);
            assertRefused(() -> plan(file, null, "skip"), "it is no plan, as the goal plan writes it. pgmt:plan makes");
        }
        Path newer = Files.writeString(directory.resolve("plan.json"), "{\"schemaVersion\": 2}");
        assertRefused(() -> plan(newer, null, "skip"), "its schemaVersion is not 1.");
    }

    @Test
    void whatIsOfAPlanIsNothingWithoutOne() {
        assertThat(plan(null, null, "skip")).isEmpty();
        assertRefused(() -> plan(null, "5d0c", "skip"), "-Dpgmt.planHash is of a plan, and there is none");
        assertRefused(() -> plan(null, null, "include"), "-Dpgmt.newTenants is of a plan, and there is none");
        assertRefused(() -> plan(null, null, "all"), "newTenants");
    }

    private static Optional<PlanToKeep> plan(Path file, String hash, String newTenants) {
        return new PlanParameters(file == null ? null : file.toFile(), hash, newTenants).plan(() -> OPTIONS);
    }

    private static void assertRefused(ThrowingCallable reading, String why) {
        assertThatThrownBy(reading).isInstanceOf(RunRefusedException.class).hasMessageContaining(why);
    }
}

package io.github.pgmt.report.psql;

import io.github.pgmt.migration.preview.CohortPreview;
import io.github.pgmt.migration.preview.ListedDatabase;
import io.github.pgmt.migration.preview.RunPreview;
import io.github.pgmt.report.text.OutgoingText;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes what a run would send, to be read, and to be run by {@code psql} in one tenant after the other. It is a function of what
 * would be sent: no time and no run's id is in it.
 */
public final class PsqlScript {

    static final String DATABASE = "database";
    static final String COHORT = "cohort";

    private final Writer writer;
    private final RunPreview preview;
    private final OutgoingText shown;
    private final List<String> choosing = new ArrayList<>();

    private PsqlScript(RunPreview preview, OutgoingText shown, Writer writer) {
        this.shown = shown;
        this.preview = preview;
        this.writer = writer;
        if (preview.cohorts().stream().anyMatch(cohort -> cohort.database().isPresent())) {
            choosing.add(DATABASE);
        }
        if (preview.cohorts().size() > 1) {
            choosing.add(COHORT);
        }
    }

    /**
     * What a script is.
     *
     * @param sentences of its heading
     * @param file its name
     */
    public record Title(List<String> sentences, String file) {

        /** What a plan would do when it is carried out. */
        public static final Title OF_PLAN = new Title(sent("migrate-all"), "plan.sql");

        /** What takes that back. */
        public static final Title OF_PLANS_ROLLBACK = new Title(
                List.of(
                        "What takes back what plan.sql does, once for each cohort. Nothing of it was sent.",
                        "It is for a tenant in which all of its cohort's changesets ran, and none since."),
                "plan.rollback.sql");

        public Title {
            sentences = List.copyOf(sentences);
        }

        /** @param goal that would send it */
        public static Title of(String goal) {
            return new Title(sent(goal), goal + ".sql");
        }

        private static List<String> sent(String goal) {
            return List.of("What pgmt:" + goal + " would send, once for each cohort. Nothing of it was sent.");
        }
    }

    /** Writes it as far as it is for {@code psql}; the rest are comments. */
    public static void write(Title title, RunPreview preview, OutgoingText shown, Writer writer) throws IOException {
        new PsqlScript(preview, shown, writer).write(title);
    }

    private void write(Title title) throws IOException {
        List<CohortPreview> cohorts = preview.cohorts();
        for (String sentence : title.sentences()) {
            comment(sentence);
        }
        if (cohorts.isEmpty()) {
            comment("There is nothing to be done in any tenant.");
            return;
        }
        comment("");
        comment("To run it for one tenant: psql -X -v schema=<schema> -v run_id=<at most 10 characters> "
                + choosing.stream()
                        .map(variable -> "-v " + variable + "=<" + variable + "> ")
                        .collect(Collectors.joining())
                + "[-v <variable>=<value> ...] -f " + title.file());
        if (choosing.contains(DATABASE)) {
            comment(
                    "The database is the one that psql is connected to, by its name in this script; each cohort is for one.");
        }
        comment("Nobody else may migrate the tenant meanwhile: the script does not take Liquibase's lock.");
        if (preview.hasShared()) {
            comment("The shared changelog runs before the first tenant; it is not in this script.");
        }
        for (String around : preview.around()) {
            comment("Not in this script: " + shown.message(around));
        }
        line("\\set ON_ERROR_STOP on");
        line("\\set ON_ERROR_ROLLBACK off");
        line("\\set AUTOCOMMIT on");
        line("\\encoding UTF8");
        requireChoice();
        for (int number = 1; number <= cohorts.size(); number++) {
            write(cohorts.get(number - 1), number);
        }
    }

    private void write(CohortPreview cohort, int number) throws IOException {
        PsqlCohort script = new PsqlCohort(cohort, preview.sharedSchemas(), shown);
        line("");
        comment("Cohort " + number + ": " + cohort.tenants().size() + " tenants, "
                + cohort.script().changeSets().size() + " changesets");
        if (cohort.database().isPresent()) {
            ListedDatabase database = cohort.database().get();
            comment("Database: " + shown.name(database.name()) + ", on its server \"" + shown.name(database.database())
                    + "\"");
        }
        comment("Tenants: "
                + cohort.tenants().stream()
                        .map(id -> shown.name(id.displayName()))
                        .collect(Collectors.joining(", ")));
        comment("Variables: schema, run_id");
        for (Map.Entry<String, String> variable : script.variables().entrySet()) {
            comment("  " + variable.getKey() + ": " + variable.getValue());
        }
        if (!choosing.isEmpty()) {
            line("SELECT " + chosen() + " OPERATOR(pg_catalog.=) " + PsqlCohort.literal(choice(number))
                    + " AS pgmt_is_meant \\gset");
            line("\\if :pgmt_is_meant");
        }
        for (String line : script.lines()) {
            line(line);
        }
        if (!choosing.isEmpty()) {
            line("\\endif");
        }
    }

    /** A mistaken choice must not look as if all had been done. */
    private void requireChoice() throws IOException {
        if (choosing.isEmpty()) {
            return;
        }
        String choices = IntStream.rangeClosed(1, preview.cohorts().size())
                .mapToObj(number -> PsqlCohort.literal(choice(number)))
                .distinct()
                .collect(Collectors.joining(", "));
        for (String line : PsqlCohort.require(
                chosen() + " OPERATOR(pg_catalog.=) ANY (ARRAY[" + choices + "]::pg_catalog.text[])",
                "Nothing in this script is for this " + String.join(" and ", choosing) + ".")) {
            line(line);
        }
    }

    private String chosen() {
        return choosing.stream()
                .map(variable -> ":'" + variable + "'")
                .collect(Collectors.joining(", ", "pg_catalog.concat_ws('/', ", ")"));
    }

    /** What the variables must have for a cohort. */
    private String choice(int number) {
        CohortPreview cohort = preview.cohorts().get(number - 1);
        return choosing.stream()
                .map(variable -> variable.equals(COHORT)
                        ? String.valueOf(number)
                        : shown.name(cohort.database().orElseThrow().name()))
                .collect(Collectors.joining("/"));
    }

    private void comment(String text) throws IOException {
        line(PsqlCohort.comment(text));
    }

    private void line(String text) throws IOException {
        writer.write(text);
        writer.write('\n');
    }
}

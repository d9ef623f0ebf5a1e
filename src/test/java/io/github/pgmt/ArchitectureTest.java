package io.github.pgmt;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.github.pgmt.migration.Failure;
import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The plan of the house: which room may know which. */
@AnalyzeClasses(packages = "io.github.pgmt", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final List<String> AREAS =
            List.of("maven", "report", "liquibase", "postgres", "migration", "tenant");

    private static final Comparator<String> BY_AREA = Comparator.comparing(
                    (String room) -> AREAS.indexOf(room.split("\\.")[0]))
            .thenComparing(Comparator.naturalOrder());

    private static final Pattern ROW =
            Pattern.compile("\\| `([a-z.]+)` \\| .* \\| (`[a-z.]+`(?:, `[a-z.]+`)*|the JDK) \\|");
    private static final Pattern NAME = Pattern.compile("`([a-z.]+)`");

    /** Each room and the rooms that it uses, as the page Architecture has them: no other arrow is there, and none is missing. */
    private static final String ROOMS = """
            maven -> maven.build maven.goal maven.parameter postgres.fleet migration.changelog migration.command
                    migration.engine migration.failure migration.inspection migration.lifecycle migration.outcome
                    migration.plan migration.run tenant
            maven.build -> postgres.address tenant.message
            maven.console -> report.text migration migration.event migration.history migration.outcome
                    migration.plan tenant tenant.message
            maven.given -> maven.build report.text postgres.embedded migration.failure tenant
            maven.goal -> maven.build maven.console maven.given maven.parameter report report.annotation report.text
                    liquibase postgres.address postgres.catalog postgres.condition postgres.connection postgres.drop
                    postgres.embedded postgres.error postgres.examination postgres.fleet postgres.registry
                    postgres.release postgres.replay postgres.session migration migration.changelog
                    migration.command migration.databases migration.drift migration.engine migration.event
                    migration.failure migration.fleet migration.inspection migration.outcome
                    migration.run migration.work tenant tenant.message
            maven.parameter -> maven.build maven.resource report postgres.address postgres.connection
                    postgres.embedded postgres.registry postgres.sql migration migration.changelog migration.drift
                    migration.engine migration.failure migration.lifecycle migration.outcome migration.plan
                    migration.run migration.work tenant tenant.message
            maven.resource -> migration.changelog
            report -> report.html report.json report.junit report.markdown report.prometheus report.psql report.text
                    migration migration.event migration.failure migration.outcome migration.plan migration.preview tenant
            report.annotation -> report.text migration migration.event migration.outcome migration.plan
            report.html -> report.text migration migration.event migration.history migration.outcome
                    migration.plan tenant tenant.message
            report.json -> report.text migration migration.event migration.history migration.outcome migration.plan
                    tenant
            report.junit -> report.text migration migration.event migration.history migration.outcome migration.plan
                    tenant
            report.markdown -> report.text migration migration.event migration.history migration.outcome
                    migration.plan tenant
            report.prometheus -> report.text migration migration.event migration.history migration.outcome
                    migration.plan
            report.psql -> report.text migration migration.engine migration.preview tenant
            report.text -> migration migration.event migration.history migration.outcome migration.plan tenant
            liquibase -> migration migration.changelog migration.engine migration.event migration.failure
                    migration.history tenant tenant.message
            postgres.activity -> postgres.citus postgres.connection migration
            postgres.address -> postgres.error migration migration.engine migration.failure tenant tenant.message
            postgres.catalog -> postgres.connection postgres.error postgres.lock migration migration.changelog
                    migration.fleet migration.outcome tenant
            postgres.citus -> migration.failure
            postgres.condition -> postgres.activity postgres.citus postgres.connection postgres.error migration
                    migration.failure migration.fleet tenant
            postgres.connection -> postgres.address postgres.citus postgres.error migration migration.failure
                    migration.fleet migration.work tenant
            postgres.drop -> postgres.address postgres.connection postgres.error postgres.fleet postgres.lock
                    postgres.registry postgres.schema postgres.table migration migration.changelog migration.engine
                    migration.failure migration.fleet migration.work tenant
            postgres.embedded -> postgres.error migration.failure tenant
            postgres.error -> migration migration.engine tenant.message
            postgres.examination -> postgres.activity postgres.citus postgres.condition postgres.connection postgres.registry
                    migration.changelog migration.fleet migration.outcome tenant
            postgres.fleet -> postgres.citus postgres.connection postgres.error postgres.table migration
                    migration.changelog migration.failure migration.fleet migration.history migration.outcome
                    tenant tenant.message
            postgres.lock -> postgres.connection postgres.error postgres.fleet postgres.table migration
                    migration.failure
            postgres.registry -> postgres.address postgres.connection postgres.error postgres.fleet postgres.lock
                    postgres.schema postgres.sql migration migration.failure migration.fleet migration.preview tenant
                    tenant.message
            postgres.release -> postgres.activity postgres.connection postgres.error postgres.fleet postgres.lock
                    postgres.table migration migration.changelog migration.failure migration.fleet migration.history
                    tenant
            postgres.replay -> postgres.activity postgres.address postgres.connection postgres.error
                    postgres.lock postgres.schema postgres.session postgres.sql postgres.table migration
                    migration.changelog migration.engine migration.failure migration.fleet migration.history
                    migration.work tenant
            postgres.schema -> postgres.connection postgres.error postgres.fleet postgres.lock migration
                    migration.changelog migration.engine migration.failure migration.fleet migration.history tenant
            postgres.session -> postgres.activity postgres.address postgres.citus postgres.connection
                    postgres.error postgres.fleet postgres.lock postgres.schema postgres.sql postgres.table
                    migration migration.changelog migration.engine migration.failure migration.fleet migration.work
                    tenant tenant.message
            postgres.sql -> migration.changelog
            postgres.table -> postgres.connection postgres.error migration migration.changelog migration.failure
                    migration.fleet tenant tenant.message
            migration -> tenant
            migration.application -> migration migration.changelog migration.cohort migration.databases
                    migration.engine migration.event migration.failure migration.fleet migration.history
                    migration.outcome migration.plan migration.planning migration.preview migration.proof migration.run
                    migration.survey migration.work tenant
            migration.changelog -> migration tenant tenant.message
            migration.cohort -> migration migration.changelog migration.engine migration.event migration.fleet
                    migration.history migration.outcome migration.planning migration.proof migration.run
                    migration.work tenant
            migration.command -> migration migration.application migration.changelog migration.cohort
                    migration.databases migration.engine migration.event migration.failure migration.fleet
                    migration.history migration.outcome migration.plan migration.planning migration.proof
                    migration.run migration.survey migration.work tenant tenant.message
            migration.databases -> migration migration.changelog migration.engine migration.failure migration.fleet
                    migration.history migration.outcome migration.work tenant
            migration.drift -> migration migration.event migration.failure migration.fleet migration.history
                    migration.outcome migration.survey tenant
            migration.engine -> migration migration.changelog migration.history tenant
            migration.event -> migration migration.history migration.outcome migration.plan migration.preview tenant
            migration.failure -> migration tenant.message
            migration.fleet -> migration migration.history migration.outcome migration.preview tenant tenant.message
            migration.history -> migration tenant
            migration.inspection -> migration migration.application migration.databases migration.event
                    migration.failure migration.fleet migration.history migration.outcome migration.plan
                    migration.planning migration.preview migration.run migration.survey migration.work tenant
            migration.lifecycle -> migration migration.application migration.changelog migration.cohort
                    migration.engine migration.event migration.failure migration.fleet
                    migration.history migration.outcome migration.preview migration.proof migration.run
                    migration.survey migration.work tenant tenant.message
            migration.outcome -> migration migration.history migration.preview tenant
            migration.plan -> migration migration.history tenant
            migration.planning -> migration migration.changelog migration.databases migration.engine migration.event migration.fleet
                    migration.history migration.run migration.survey migration.work tenant
            migration.preview -> migration.engine tenant
            migration.proof -> migration migration.engine migration.event migration.fleet migration.history
                    migration.run migration.work tenant
            migration.run -> migration migration.changelog migration.databases migration.engine migration.event
                    migration.failure migration.fleet migration.work tenant
            migration.survey -> migration migration.changelog migration.databases migration.engine migration.event
                    migration.failure migration.fleet migration.history migration.outcome migration.run migration.work
                    tenant tenant.message
            migration.work -> migration migration.changelog migration.engine migration.event migration.failure
                    migration.fleet migration.history migration.outcome tenant tenant.message
            tenant -> tenant.message
            tenant.message ->
            """;

    private static final String BASE = "io.github.pgmt.";

    private static final Path PAGE = Path.of("site", "markdown", "architecture.md");

    @ArchTest
    static void everyRoomUsesWhatTheTableSays(JavaClasses classes) {
        assertThat(lines(arrowsOf(classes)).lines())
                .containsExactlyElementsOf(table().lines().toList());
    }

    @ArchTest
    static void thePageHasTheSameTable(JavaClasses classes) throws IOException {
        List<String> rows = Files.readAllLines(PAGE);
        assertThat(rows.stream().map(ArchitectureTest::arrowOfRow).flatMap(Optional::stream))
                .containsExactlyElementsOf(table().lines().toList());
    }

    @ArchTest
    static void everyRoomIsInTheDrawingAndSaysItsPurpose(JavaClasses classes) throws IOException {
        String drawing = Files.readString(PAGE.resolveSibling(Path.of("images", "rooms.svg")));
        for (String room : arrowsOf(classes).keySet()) {
            assertThat(drawing).contains(">" + room.substring(room.indexOf('.') + 1) + "<");
            Path source = Path.of("src", "main", "java", (BASE + room).replace('.', '/'));
            assertThat(Files.readString(source.resolve("package-info.java"))).contains("/**");
        }
    }

    private static Map<String, Set<String>> arrowsOf(JavaClasses classes) {
        Map<String, Set<String>> arrows = new TreeMap<>(BY_AREA);
        for (JavaClass type : classes) {
            if (type.getSimpleName().equals("package-info")
                    || type.getSimpleName().equals("HelpMojo")) {
                continue;
            }
            Set<String> uses = arrows.computeIfAbsent(room(type), absent -> new TreeSet<>(BY_AREA));
            type.getDirectDependenciesFromSelf().stream()
                    .map(Dependency::getTargetClass)
                    .map(JavaClass::getBaseComponentType)
                    .filter(target -> target.getPackageName().startsWith(BASE))
                    .map(ArchitectureTest::room)
                    .filter(room -> !room.equals(room(type)))
                    .forEach(uses::add);
        }
        return arrows;
    }

    private static String table() {
        return ROOMS.strip().replaceAll("\n +", " ");
    }

    private static String room(JavaClass type) {
        return type.getPackageName().substring(BASE.length());
    }

    private static String lines(Map<String, Set<String>> arrows) {
        return arrows.entrySet().stream()
                .map(arrow -> (arrow.getKey() + " -> " + String.join(" ", arrow.getValue())).strip())
                .collect(Collectors.joining("\n"));
    }

    private static Optional<String> arrowOfRow(String row) {
        Matcher matcher = ROW.matcher(row);
        return matcher.matches()
                ? Optional.of((matcher.group(1) + " -> "
                                + NAME.matcher(matcher.group(2))
                                        .results()
                                        .map(name -> name.group(1))
                                        .collect(Collectors.joining(" ")))
                        .strip())
                : Optional.empty();
    }

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("io.github.pgmt.(**)").should().beFreeOfCycles();

    /** {@code Changes} has what was seen of it before anybody asks, {@code DropRefusals} refuses what is not begun. */
    @ArchTest
    static final ArchRule CLAIMS_ARE_REFUTED_IN_ONE_PLACE = noClasses()
            .that()
            .resideInAPackage("io.github.pgmt.migration..")
            .and()
            .doNotHaveSimpleName("Verification")
            .and()
            .doNotHaveSimpleName("Changes")
            .and()
            .doNotHaveSimpleName("DropRefusals")
            .and()
            .doNotHaveSimpleName("Kind")
            .should()
            .accessField(Failure.Kind.class, "VERIFY");

    @ArchTest
    static final ArchRule ONLY_MAVEN_KNOWS_MAVEN = noClasses()
            .that()
            .resideOutsideOfPackage("io.github.pgmt.maven..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.maven..", "org.codehaus.plexus..", "org.eclipse.aether..");

    @ArchTest
    static final ArchRule ONLY_LIQUIBASE_KNOWS_LIQUIBASE = noClasses()
            .that()
            .resideOutsideOfPackage("io.github.pgmt.liquibase..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("liquibase..");

    @ArchTest
    static final ArchRule ONLY_POSTGRES_KNOWS_THE_DRIVER = noClasses()
            .that()
            .resideOutsideOfPackage("io.github.pgmt.postgres..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.postgresql..")
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("java\\.sql\\.(Statement|PreparedStatement|CallableStatement|ResultSet|DriverManager)");

    /** Liquibase's way of sending a text is as good as the driver's. */
    @ArchTest
    static final ArchRule ONLY_POSTGRES_SENDS_SQL_OF_OUR_OWN = noClasses()
            .that()
            .resideOutsideOfPackage("io.github.pgmt.postgres..")
            .and()
            .doNotHaveSimpleName("RecordingExecutor")
            .should()
            .dependOnClassesThat()
            .haveNameMatching(
                    "liquibase\\.statement\\.core\\.(Raw.*|Update|Insert|Delete|InsertOrUpdate|Select.*)Statement");

    /** A session in which a tenant, or the role, says where names are found is opened where that is meant. */
    @ArchTest
    static final ArchRule STATEMENTS_OF_OUR_OWN_HAVE_SESSIONS_OF_THEIR_OWN = noClasses()
            .that()
            .doNotHaveSimpleName("PostgresSessions")
            .and()
            .doNotHaveSimpleName("ReplayPool")
            .and()
            .doNotHaveSimpleName("Registry")
            .and()
            .doNotHaveSimpleName("TableRegister")
            .and()
            .doNotHaveSimpleName("TenantTransaction")
            .and()
            .doNotHaveSimpleName("PostgresRemoval")
            .and()
            .doNotHaveSimpleName("CatalogReader")
            .should()
            .callMethodWhere(target(owner(name("io.github.pgmt.postgres.connection.Server")))
                    .and(target(nameMatching("openPinned|openForMessages|openAsRole"))));

    @ArchTest
    static final ArchRule TENANT_KNOWS_THE_JDK_ONLY = noClasses()
            .that()
            .resideInAPackage("io.github.pgmt.tenant..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages("java..", "io.github.pgmt.tenant..");

    @ArchTest
    static final ArchRule NOBODY_WRITES_PAST_THE_LOG = noClasses()
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(Throwable.class, "printStackTrace");

    @ArchTest
    static final ArchRule ONE_CLASS_WRITES_LINES_THAT_BUILD_SERVERS_OBEY = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.github.pgmt.maven.goal.BuildServerLines")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(FileDescriptor.class);

    @ArchTest
    static final ArchRule NOBODY_CHANGES_SYSTEM_PROPERTIES = noClasses()
            .should()
            .callMethod(System.class, "setProperty", String.class, String.class)
            .orShould()
            .callMethod(System.class, "clearProperty", String.class)
            .orShould()
            .callMethod(System.class, "setProperties", java.util.Properties.class);
}

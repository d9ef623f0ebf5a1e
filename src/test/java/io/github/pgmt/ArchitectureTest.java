package io.github.pgmt;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The plan of the house: which room may know which. */
@AnalyzeClasses(packages = "io.github.pgmt", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule ARROWS_RUN_ONE_WAY = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("maven")
            .definedBy("io.github.pgmt.maven..")
            .layer("report")
            .definedBy("io.github.pgmt.report..")
            .layer("liquibase")
            .definedBy("io.github.pgmt.liquibase..")
            .layer("postgres")
            .definedBy("io.github.pgmt.postgres..")
            .layer("migration")
            .definedBy("io.github.pgmt.migration..")
            .layer("tenant")
            .definedBy("io.github.pgmt.tenant..")
            .whereLayer("maven")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("report")
            .mayOnlyBeAccessedByLayers("maven")
            .whereLayer("liquibase")
            .mayOnlyBeAccessedByLayers("maven")
            .whereLayer("postgres")
            .mayOnlyBeAccessedByLayers("maven")
            .whereLayer("migration")
            .mayOnlyBeAccessedByLayers("maven", "report", "liquibase", "postgres");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("io.github.pgmt.(**)").should().beFreeOfCycles();

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
    static final ArchRule NOBODY_CHANGES_SYSTEM_PROPERTIES = noClasses()
            .should()
            .callMethod(System.class, "setProperty", String.class, String.class)
            .orShould()
            .callMethod(System.class, "clearProperty", String.class)
            .orShould()
            .callMethod(System.class, "setProperties", java.util.Properties.class);
}

package io.github.pgmt.liquibase;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.pgmt.liquibase.HostileChangelogsTest.Xml;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.InvalidChangelogException;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Faults;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing outside the search path is read, and nothing is fetched, whatever a changelog says. */
class OutsideTheSearchPathTest {

    private static final String SECRET = "s3cret";

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    private Path directory;

    private final AtomicInteger requests = new AtomicInteger();
    private HttpServer web;
    private Path searchPath;

    @BeforeEach
    void outside() throws IOException {
        database.execute("CREATE SCHEMA acme");
        searchPath = Files.createDirectories(directory.resolve("search/path"));
        Files.createDirectories(searchPath.resolve("db"));
        Files.writeString(directory.resolve("secret.txt"), SECRET + "\n" + SECRET + "\n");
        Files.writeString(directory.resolve("secret.sql"), "CREATE TABLE " + SECRET + " (id int);");
        Files.writeString(
                directory.resolve("secret.xml"),
                Xml.of("<changeSet id='s' author='a'><createTable tableName='" + SECRET
                        + "'><column name='id' type='int'/></createTable></changeSet>"));
        web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(200, SECRET.length());
            exchange.getResponseBody().write(SECRET.getBytes());
            exchange.close();
        });
        web.start();
    }

    @AfterEach
    void stop() {
        web.stop(0);
    }

    /** {@code #} is the directory above the search path, {@code @} its URI, {@code ~} a web server. */
    static Stream<String> outsides() {
        return Faults.cases(
                List.of(
                        "<include file='../../secret.xml'/>",
                        "<include file='#/secret.xml'/>",
                        "<include file='@secret.xml'/>",
                        "<include file='~secret.xml'/>",
                        "<includeAll path='../../' endsWithFilter='secret.xml'/>",
                        "<includeAll path='#'/>",
                        "<property file='../../secret.txt'/>",
                        "<sqlFile path='../../../secret.sql' relativeToChangelogFile='true'/>",
                        "<sqlFile path='#/secret.sql'/>",
                        "<sqlFile path='~secret.sql' relativeToChangelogFile='true'/>",
                        "<createView viewName='v' path='../../secret.sql'/>",
                        "<createProcedure path='../../../secret.sql' relativeToChangelogFile='true'/>",
                        "<loadData tableName='made' file='../../secret.txt'/>",
                        "<insert tableName='made'><column name='s3cret' valueClobFile='#/secret.txt'/></insert>"),
                List.of(
                        "<include file='../../../secret.xml' relativeToChangelogFile='true'/>",
                        "<include file='db/../../../secret.xml'/>",
                        "<include file='classpath:../../secret.xml'/>",
                        "<include file='/../../secret.xml'/>",
                        "<include file='#/secret.xml' relativeToChangelogFile='true'/>",
                        "<includeAll path='../../../' relativeToChangelogFile='true' endsWithFilter='secret.xml'/>",
                        "<includeAll path='~'/>",
                        "<property file='../../../secret.txt' relativeToChangelogFile='true'/>",
                        "<sqlFile path='../../secret.sql'/>",
                        "<sqlFile path='#/secret.sql' relativeToChangelogFile='true'/>",
                        "<sqlFile path='@secret.sql' relativeToChangelogFile='true'/>",
                        "<createView viewName='v' path='../../../secret.sql' relativeToChangelogFile='true'/>",
                        "<createProcedure path='../../secret.sql'/>",
                        "<loadData tableName='made' file='../../../secret.txt' relativeToChangelogFile='true'/>",
                        "<insert tableName='made'><column name='s3cret' valueClobFile='../../secret.txt'/></insert>",
                        "<insert tableName='made'><column name='s3cret' valueClobFile='../../../secret.txt'/></insert>"));
    }

    @ParameterizedTest
    @MethodSource("outsides")
    @Tag(Faults.TAG)
    void aFileOutsideIsNotThere(String content) throws IOException {
        String placed = content.replace("#", directory.toString())
                .replace("@", directory.toUri().toString())
                .replace("~", webAddress());
        String made = "<createTable tableName='made'><column name='" + SECRET + "' type='text'/></createTable>";
        boolean isChange = !content.matches("<(include|property).*");
        refuses(Xml.of(isChange ? "<changeSet id='1' author='a'>" + made + placed + "</changeSet>" : placed));
    }

    /** With {@code ~} for a URL of the web server or of the file outside. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE x [<!ENTITY s SYSTEM \"~\">]>",
                "<!DOCTYPE x [<!ENTITY % s SYSTEM \"~\"> %s;]>",
                "<!DOCTYPE databaseChangeLog SYSTEM \"~\">",
                "<!DOCTYPE x [<!ENTITY s PUBLIC \"-//a//b//\" \"~\">]>"
            })
    void anExternalEntityIsNotRead(String doctype) throws IOException {
        String content =
                Xml.of("<changeSet id='1' author='a'><sql>CREATE TABLE made AS SELECT '&s;' AS s</sql></changeSet>");
        for (String url :
                List.of(webAddress(), directory.resolve("secret.txt").toUri().toString())) {
            refuses("<?xml version='1.0'?>" + doctype.replace("~", url) + content);
        }
    }

    @ParameterizedTest
    @EnumSource
    void neighboursInsideAreFoundAlsoWhereTheProjectHasALink(LiquibaseLine line) throws IOException {
        Files.writeString(searchPath.resolve("beside.sql"), "CREATE TABLE beside (id int);");
        Files.createDirectories(searchPath.resolve("other place"));
        Files.writeString(searchPath.resolve("other place/view.sql"), "SELECT 1 AS one");
        Files.createSymbolicLink(searchPath.resolve("db/link.sql"), directory.resolve("secret.sql"));
        write(Xml.of("<changeSet id='1' author='a'>"
                + "<sqlFile path='../beside.sql' relativeToChangelogFile='true'/>"
                + "<createView viewName='v' path='../other place/view.sql' relativeToChangelogFile='true'/>"
                + "<sqlFile path='link.sql' relativeToChangelogFile='true'/></changeSet>"));

        assertThat(migrate(line)).extracting(TenantResult::outcome).containsExactly(Outcome.MIGRATED);
    }

    /** On either line: no tenant is migrated, nothing outside is in the database, and the web server hears nothing. */
    private void refuses(String changelog) throws IOException {
        write(changelog);
        for (LiquibaseLine line : LiquibaseLine.values()) {
            try {
                assertThat(migrate(line)).allSatisfy(tenant -> {
                    assertThat(tenant.outcome()).as(tenant.toString()).isEqualTo(Outcome.FAILED);
                    assertThat(tenant.toString()).doesNotContain("syntax error");
                });
            } catch (InvalidChangelogException e) {
                assertThat(e).hasMessageContaining("cannot be read").hasMessageNotContaining(SECRET);
            }
            assertThat(database.query("SELECT tablename FROM pg_tables WHERE schemaname = 'acme' AND tablename IN ('"
                            + SECRET + "', 'made')"))
                    .isEmpty();
            assertThat(requests).hasValue(0);
        }
    }

    private void write(String changelog) throws IOException {
        Files.writeString(searchPath.resolve("db/changelog.xml"), changelog);
    }

    private List<TenantResult> migrate(LiquibaseLine line) {
        return Fleet.migrateAll(
                        Engines.of(database, line, Engines.changelog("db/changelog.xml"), searchPath), Fleet.options(1))
                .tenants();
    }

    private String webAddress() {
        return "http://" + web.getAddress().getAddress().getHostAddress() + ":"
                + web.getAddress().getPort() + "/";
    }
}

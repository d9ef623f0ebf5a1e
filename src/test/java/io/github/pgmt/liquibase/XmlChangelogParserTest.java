package io.github.pgmt.liquibase;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import liquibase.ChecksumVersion;
import liquibase.changelog.ChangeLogParameters;
import liquibase.changelog.ChangeSet;
import liquibase.exception.LiquibaseException;
import liquibase.parser.ChangeLogParserFactory;
import liquibase.parser.core.xml.XMLChangeLogSAXParser;
import liquibase.resource.DirectoryResourceAccessor;
import liquibase.resource.ResourceAccessor;
import liquibase.serializer.core.string.StringChangeLogSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of a file in XML is what Liquibase's own parser reads, whatever was read before it. */
class XmlChangelogParserTest {

    private static final Path RESOURCES = Path.of("src", "test", "resources");

    @Test
    void everyFileIsReadAsByLiquibase() throws Exception {
        XmlChangelogParser parser = new XmlChangelogParser();
        List<String> files = files();
        assertThat(files).hasSizeGreaterThan(20);

        for (String round : List.of("first", "again")) {
            for (String file : files) {
                assertThat(read(parser, file))
                        .as(round + ": " + file)
                        .isEqualTo(read(new XMLChangeLogSAXParser(), file));
            }
        }
    }

    @Test
    void whatIsWrongIsToldAsByLiquibase() throws Exception {
        XmlChangelogParser parser = new XmlChangelogParser();

        assertThat(read(parser, "changelogs/xml/latest.xml")).contains("ifNotExists");
        assertThat(read(parser, "changelogs/xml/older.xml")).contains("older");
        assertThat(read(parser, "changelogs/xml/wrong.xml")).contains("'tablename' is not allowed");
        assertThat(read(parser, "changelogs/xml/newer-than-its-schema.xml")).contains("'ifNotExists' is not allowed");
        assertThat(read(parser, "changelogs/xml/without-schema.xml")).contains("cvc-elt.1");
        assertThat(read(parser, "changelogs/xml/none.xml")).contains("none.xml");
    }

    /** With {@code ~} for a URL of a web server, or of a file outside the search path. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<databaseChangeLog xmlns='http://www.liquibase.org/xml/ns/dbchangelog' "
                        + "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' "
                        + "xsi:schemaLocation='http://www.liquibase.org/xml/ns/dbchangelog ~'/>",
                "<databaseChangeLog xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' "
                        + "xsi:noNamespaceSchemaLocation='~'/>",
                "<databaseChangeLog xmlns='http://www.liquibase.org/xml/ns/dbchangelog' xmlns:b='b' "
                        + "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' "
                        + "xsi:schemaLocation='http://www.liquibase.org/xml/ns/dbchangelog "
                        + "http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd b ~'><b:c/></databaseChangeLog>",
                "<!DOCTYPE databaseChangeLog SYSTEM '~'><databaseChangeLog/>",
                "<!DOCTYPE x [<!ENTITY % s SYSTEM '~'> %s;]><databaseChangeLog/>",
                "<!DOCTYPE x [<!ENTITY s SYSTEM '~'>]><databaseChangeLog>&s;</databaseChangeLog>"
            })
    void nothingIsFetchedThatLiquibaseWouldNotFetch(String content, @TempDir Path directory) throws Exception {
        AtomicInteger requests = new AtomicInteger();
        HttpServer web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        web.start();
        Path outside = Files.writeString(directory.resolve("outside.xsd"), "sesame7");
        Path inside = Files.createDirectory(directory.resolve("inside"));
        try {
            for (String url : List.of(
                    "http://localhost:" + web.getAddress().getPort() + "/outside.xsd",
                    outside.toUri().toString(),
                    "../outside.xsd")) {
                Files.writeString(inside.resolve("changelog.xml"), content.replace("~", url));
                String ours = read(new XmlChangelogParser(), inside, "changelog.xml");

                assertThat(requests).as(url).hasValue(0);
                assertThat(ours).isEqualTo(read(new XMLChangeLogSAXParser(), inside, "changelog.xml"));
            }
        } finally {
            web.stop(0);
        }
    }

    @Test
    void liquibaseTakesItForXml() throws Exception {
        try (ResourceAccessor resources = new DirectoryResourceAccessor(RESOURCES)) {
            assertThat(ChangeLogParserFactory.getInstance().getParser("changelogs/xml/latest.xml", resources))
                    .isInstanceOf(XmlChangelogParser.class);
        }
    }

    private static List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(RESOURCES)) {
            return all.filter(file -> file.toString().endsWith(".xml"))
                    .map(file -> RESOURCES.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }

    /** All that is in the file, or what is wrong with it. */
    private static String read(XMLChangeLogSAXParser parser, String file) throws Exception {
        return read(parser, RESOURCES, file);
    }

    private static String read(XMLChangeLogSAXParser parser, Path directory, String file) throws Exception {
        try (ResourceAccessor resources = new DirectoryResourceAccessor(directory)) {
            List<ChangeSet> changeSets = new ArrayList<>(
                    parser.parse(file, new ChangeLogParameters(), resources).getChangeSets());
            return changeSets.stream().map(XmlChangelogParserTest::text).collect(Collectors.joining("\n"));
        } catch (LiquibaseException | RuntimeException e) {
            return e.toString();
        }
    }

    private static String text(ChangeSet changeSet) {
        return changeSet.generateCheckSum(ChecksumVersion.latest())
                + new StringChangeLogSerializer().serialize(changeSet, true);
    }
}

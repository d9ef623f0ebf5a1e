package io.github.pgmt.liquibase;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
        try (ResourceAccessor resources = new DirectoryResourceAccessor(RESOURCES)) {
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

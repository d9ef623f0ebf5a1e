package io.github.pgmt.maven.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.maven.build.TestMaven;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.tenant.TenantSelection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A list means the same wherever it is written, and never another tenant. */
class SelectionParametersTest {

    private static final String PROPERTY = "<properties><pgmt.excludes>%s</pgmt.excludes></properties>";
    private static final TenantSelection ESCAPED =
            new TenantSelection(List.of(), List.of(), List.of(), List.of("x\\,y", "z"));

    @Test
    void aCommaThatIsPartOfANameIsOneWhereverTheListIsWritten() {
        Map<String, TestMaven> ways = Map.of(
                "typed", new TestMaven().typed("pgmt.excludes", "x\\,y, z"),
                "project's", new TestMaven().pom(PROPERTY.formatted("x\\,y,z")),
                "JVM's", new TestMaven().system("pgmt.excludes", "x\\,y,z"),
                "by way of another",
                        new TestMaven()
                                .pom("<properties><left.out>x\\,y,z</left.out></properties>")
                                .configured("excludes", "${left.out}"),
                "configured", new TestMaven().configured("excludes", "x\\,y,z"),
                "typed over the project's",
                        new TestMaven().pom(PROPERTY.formatted("other")).typed("pgmt.excludes", "x\\,y,z"));

        ways.forEach((way, maven) -> assertThat(excluding("x\\", "y", "z").selection(maven.side()))
                .as(way)
                .isEqualTo(ESCAPED));
    }

    @Test
    void entriesThatAreElementsAreTakenAsTheyAre() {
        TestMaven maven = new TestMaven().configuredInside("excludes", "a\\");

        assertThat(excluding("a\\").selection(maven.side()))
                .isEqualTo(new TenantSelection(List.of(), List.of(), List.of(), List.of("a\\")));
    }

    @Test
    void halvesOfANameAreRefused() {
        assertThatThrownBy(() -> excluding("x\\", "y").selection(new TestMaven().side()))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageStartingWith("-Dpgmt.excludes: an entry came here as \"x\\\"")
                .hasMessageEndingWith("Nothing was changed.");
        assertThat(excluding("x\\\\", "y").selection(new TestMaven().side()))
                .isEqualTo(new TenantSelection(List.of(), List.of(), List.of(), List.of("x\\\\", "y")));
    }

    @Test
    void anEmptyPropertyOfTheProjectNeverMeansAll() {
        TestMaven empty = new TestMaven().pom("<properties><pgmt.tenants></pgmt.tenants></properties>");
        TestMaven emptyEntry = new TestMaven().pom(PROPERTY.formatted("a,,b"));

        assertThatThrownBy(() -> excluding().selection(empty.side()))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageStartingWith("pgmt.tenants is set but empty.");
        assertThatThrownBy(() -> excluding("a", "b").selection(emptyEntry.side()))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageStartingWith("pgmt.excludes is set but has an empty entry.");
    }

    @Test
    void aFileOfNamesIsReadAsAnyEditorWritesItAndNoOtherEncodingIsGuessed(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("tenants.txt");
        Files.writeString(file, "\uFEFFacme\r\n\r\nm\u00fcller\r\n");

        assertThat(inFile(file).selection(new TestMaven().side()))
                .isEqualTo(new TenantSelection(List.of("acme", "m\u00fcller"), List.of(), List.of(), List.of()));

        Files.writeString(file, "acme\nm\u00fcller\n", StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> inFile(file).selection(new TestMaven().side()))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContainingAll("-Dpgmt.tenantsFile=" + file, "line 2", "0xFC", "Save it in UTF-8");

        Files.writeString(file, "\uFEFFacme\n", StandardCharsets.UTF_16LE);
        assertThatThrownBy(() -> inFile(file).selection(new TestMaven().side()))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContainingAll("is in UTF-16", "Nothing was changed.");

        Files.writeString(file, "\uFEFF\r\n");
        assertThatThrownBy(() -> inFile(file).selection(new TestMaven().side()))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("has no name in it");
    }

    private static SelectionParameters inFile(Path file) {
        return new SelectionParameters(null, null, file.toFile(), null, null, true);
    }

    private static SelectionParameters excluding(String... entries) {
        return new SelectionParameters(null, null, null, null, List.of(entries), true);
    }
}

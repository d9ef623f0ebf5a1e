package io.github.pgmt.maven.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WordingTest {

    @Test
    void countsInSingularAndPlural() {
        assertThat(Wording.count(0, "tenant")).isEqualTo("0 tenants");
        assertThat(Wording.count(1, "tenant")).isEqualTo("1 tenant");
        assertThat(Wording.count(2, "tenant")).isEqualTo("2 tenants");
    }

    @Test
    void breaksNamesIntoLinesOfAtMostAHundredColumns() {
        List<String> names = IntStream.range(0, 12)
                .mapToObj(number -> "tenant_name_" + number)
                .toList();

        assertThat(Wording.wrapped("Tenants: ", "         ", names))
                .containsExactly(
                        "Tenants: tenant_name_0, tenant_name_1, tenant_name_2, tenant_name_3, tenant_name_4, tenant_name_5,",
                        "         tenant_name_6, tenant_name_7, tenant_name_8, tenant_name_9, tenant_name_10, tenant_name_11");
    }

    @Test
    void neverBreaksANameThatIsLongerThanALine() {
        String name = "x".repeat(120);

        assertThat(Wording.wrapped("In ", " ", List.of(name, "y"))).containsExactly("In " + name + ",", " y");
    }

    @Test
    void quotesAPathThatAShellWouldTakeApart() {
        assertThat(Wording.option("pgmt.tenantsFile", Path.of("target/pgmt/a.txt")))
                .isEqualTo("-Dpgmt.tenantsFile=target/pgmt/a.txt");
        assertThat(Wording.option("pgmt.tenantsFile", Path.of("my target/a.txt")))
                .isEqualTo("\"-Dpgmt.tenantsFile=my target/a.txt\"");
    }
}

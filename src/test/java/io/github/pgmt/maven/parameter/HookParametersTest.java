package io.github.pgmt.maven.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.migration.changelog.SqlFile;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.testing.SqlFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SQL files are read once, before anything is changed. */
class HookParametersTest {

    @TempDir
    private Path project;

    @BeforeEach
    void writeFiles() throws IOException {
        Files.writeString(project.resolve("a.sql"), "\uFEFFSELECT '\u00e5'");
        Files.writeString(project.resolve("b.sql"), "SELECT 2");
        Files.writeString(project.resolve("psql.sql"), "SELECT 1;\n\\i a.sql\n");
        Files.writeString(project.resolve("copy.sql"), "SELECT 1;\nSELECT 2;\nCOPY t FROM STDIN;\n1\n\\.\n");
        Files.write(project.resolve("latin1.sql"), new byte[] {'-', '-', (byte) 0xE5});
    }

    @Test
    void everyFileIsReadInItsOrderAndPlace() {
        HookParameters.Contents read = new HookParameters(
                        List.of("a.sql"),
                        List.of(" b.sql", "a.sql"),
                        null,
                        List.of(project.resolve("b.sql").toString()))
                .read(project);

        assertThat(read.beforeAll()).containsExactly(SqlFiles.of("beforeAllSql", "a.sql", "SELECT '\u00e5'"));
        assertThat(read.ofTenants().before())
                .extracting(HookParametersTest::text)
                .containsExactly("SELECT 2", "SELECT '\u00e5'");
        assertThat(read.ofTenants().after()).isEmpty();
        assertThat(read.afterAll()).extracting(HookParametersTest::text).containsExactly("SELECT 2");
    }

    @Test
    void whatCannotBeReadIsRefusedWithItsParameter() {
        refused("absent.sql", "-Dpgmt.afterTenantSql: there is no file absent.sql");
        refused("", "-Dpgmt.afterTenantSql has an empty entry");
        refused("psql.sql", "-Dpgmt.afterTenantSql: psql.sql, line 2 has \\i, a command of psql");
        refused("copy.sql", "-Dpgmt.afterTenantSql: copy.sql, line 3 has a COPY from or to the client");
        refused("latin1.sql", "-Dpgmt.afterTenantSql: the file latin1.sql is not in UTF-8");
    }

    private static String text(SqlFile file) {
        return file.statements().get(0).text();
    }

    private void refused(String path, String message) {
        HookParameters hooks = new HookParameters(null, null, List.of(path), null);
        assertThatThrownBy(() -> hooks.read(project))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageStartingWith(message);
    }
}

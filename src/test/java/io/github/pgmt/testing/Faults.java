package io.github.pgmt.testing;

import io.github.pgmt.postgres.embedded.EmbeddedVersion;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much the fault tests (tag {@value #TAG}) try: a little in every build, and at length with {@code -Pfaults}. What they
 * try is random; {@code -Dpgmt.test.seed} repeats it.
 */
public final class Faults {

    /** Of the tests that the profile runs, and runs alone. */
    public static final String TAG = "faults";

    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

    private Faults() {}

    /** Whether the profile runs, and whatever only it tries is tried. */
    public static boolean areAtLength() {
        return Boolean.getBoolean("pgmt.test.faults");
    }

    /** How often something is tried. */
    public static int rounds(int inEveryBuild, int atLength) {
        return areAtLength() ? atLength : inEveryBuild;
    }

    /** Which of some cases are tried: those that hold each kind of fault once, or all. */
    public static <T> Stream<T> cases(List<T> inEveryBuild, List<T> furtherAtLength) {
        return areAtLength() ? Stream.concat(inEveryBuild.stream(), furtherAtLength.stream()) : inEveryBuild.stream();
    }

    /**
     * The versions that a test of each is tried on: the oldest and the newest, or all. Each is a server of its own, whose
     * programs are unpacked first. What differs between others names them.
     */
    public static Stream<EmbeddedVersion> versions() {
        return cases(
                List.of(EmbeddedVersion.POSTGRESQL_14, EmbeddedVersion.POSTGRESQL_18),
                List.of(EmbeddedVersion.POSTGRESQL_15, EmbeddedVersion.POSTGRESQL_16, EmbeddedVersion.POSTGRESQL_17));
    }

    /** What randomness begins with. */
    public static long seed() {
        return Long.getLong("pgmt.test.seed", 1);
    }

    /** Says what was tried and what came of it, in the log of the build. */
    public static void tell(String counts, Object... values) {
        LOG.info("faults: " + counts, values);
    }
}

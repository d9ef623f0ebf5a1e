package io.github.pgmt.testing;

/** Which of the JVMs this is that the build runs tests in at the same time. */
public final class TestFork {

    private TestFork() {}

    /** The name of a directory that no other of these JVMs uses; the same name in a JVM that is none of them. */
    public static String directory(String name) {
        String fork = System.getProperty("pgmt.test.fork", "");
        return fork.isEmpty() ? name : name + " " + fork;
    }
}

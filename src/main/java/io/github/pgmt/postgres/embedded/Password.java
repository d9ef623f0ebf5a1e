package io.github.pgmt.postgres.embedded;

import java.security.SecureRandom;
import java.util.HexFormat;
import org.postgresql.util.PasswordUtil;

/** The password of an embedded server's superuser. Of letters and digits, so that no URL and no file needs to escape it. */
record Password(String value) {

    private static final int RANDOM_BYTES = 24;

    private static final int SALT_BYTES = 16;

    /**
     * More of them would make it slower to guess a short password, which this is not, and both sides go through them at every
     * connection: 4096, PostgreSQL's own number, is up to 30 ms of a young JVM.
     */
    private static final int ITERATIONS = 1;

    Password {
        if (!value.matches("[0-9A-Za-z]+")) {
            throw new IllegalArgumentException("the password is empty, or not of letters and digits");
        }
    }

    /** One that nobody can guess. */
    static Password random() {
        return new Password(HexFormat.of().formatHex(randomBytes(RANDOM_BYTES)));
    }

    /** What PostgreSQL keeps of it, and takes in its place: so the password itself is never sent, logged or piped. */
    String verifier() {
        return PasswordUtil.encodeScramSha256(value.toCharArray(), ITERATIONS, randomBytes(SALT_BYTES));
    }

    private static byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    /** Nothing of it. */
    @Override
    public String toString() {
        return "***";
    }
}

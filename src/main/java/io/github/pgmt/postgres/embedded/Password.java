package io.github.pgmt.postgres.embedded;

import java.security.SecureRandom;
import java.util.HexFormat;
import org.postgresql.util.PasswordUtil;

/** The password of an embedded server's superuser. Of letters and digits, so that no URL and no file needs to escape it. */
record Password(String value) {

    private static final int RANDOM_BYTES = 24;

    Password {
        if (!value.matches("[0-9A-Za-z]+")) {
            throw new IllegalArgumentException("the password is empty, or not of letters and digits");
        }
    }

    /** One that nobody can guess. */
    static Password random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        return new Password(HexFormat.of().formatHex(bytes));
    }

    /** What PostgreSQL keeps of it, and takes in its place: so the password itself is never sent, logged or piped. */
    String verifier() {
        return PasswordUtil.encodeScramSha256(value.toCharArray());
    }

    /** Nothing of it. */
    @Override
    public String toString() {
        return "***";
    }
}

package io.github.pgmt.postgres.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the password of a data directory's superuser is: in the directory, which has it wherever it is copied to. It has
 * the form that PostgreSQL's own clients read ({@code PGPASSFILE}).
 *
 * <p>The file says two things: the superuser has this password, and the directory's {@code pg_hba.conf} asks for
 * passwords. Until both are so it is a draft, of which neither need be so.
 */
record PasswordFile(Path data) {

    private static final String NAME = "pgmt.pgpass";
    private static final String ENTRY = "*:*:*:" + Postmaster.SUPERUSER + ":";
    private static final Pattern FORM = Pattern.compile(Pattern.quote(ENTRY) + "([0-9A-Za-z]+)\\s*");

    Path path() {
        return data.resolve(NAME);
    }

    /** Empty where there is none, or only a beginning of one. */
    Optional<Password> password() throws IOException {
        return read(path());
    }

    Optional<Password> draft() throws IOException {
        return read(draftPath());
    }

    void writeDraft(Password password) throws IOException {
        PrivateFile.write(draftPath(), ENTRY + password.value() + "\n");
    }

    /** Makes the draft the password, in one step. */
    void keepDraft() throws IOException {
        Files.move(draftPath(), path(), StandardCopyOption.ATOMIC_MOVE);
    }

    private Path draftPath() {
        return data.resolve(NAME + ".new");
    }

    private static Optional<Password> read(Path file) throws IOException {
        try {
            Matcher form = FORM.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
            return form.matches() ? Optional.of(new Password(form.group(1))) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}

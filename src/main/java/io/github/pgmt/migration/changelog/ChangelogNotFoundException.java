package io.github.pgmt.migration.changelog;

/** A root changelog is in none of the places where it is looked for. */
public class ChangelogNotFoundException extends InvalidChangelogException {

    private final String file;

    /** @param file as it is recorded */
    public ChangelogNotFoundException(String file, String message) {
        super(message, null);
        this.file = file;
    }

    public String file() {
        return file;
    }
}

package io.github.pgmt.migration;

/** A root changelog is in none of the places where it is looked for. */
public class ChangelogNotFoundException extends InvalidChangelogException {

    public ChangelogNotFoundException(String message) {
        super(message, null);
    }
}

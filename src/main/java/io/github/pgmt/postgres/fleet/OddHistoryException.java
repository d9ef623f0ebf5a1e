package io.github.pgmt.postgres.fleet;

/** A history has a row that Liquibase would not have written, and cannot read. */
final class OddHistoryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message a sentence that names the table */
    OddHistoryException(String message) {
        super(message);
    }
}

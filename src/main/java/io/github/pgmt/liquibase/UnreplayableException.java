package io.github.pgmt.liquibase;

import liquibase.exception.DatabaseException;

/** What Liquibase was about to do cannot be planned as statements. The message is the end of a sentence that begins with "It". */
final class UnreplayableException extends DatabaseException {

    private static final long serialVersionUID = 1L;

    UnreplayableException(String why) {
        super(why);
    }
}

package io.github.pgmt.migration.changelog;

import java.util.Objects;

/** The changelog does not parse for one tenant, since a parameter that a file's name is made of has no value there. */
public final class UnsetParameterException extends InvalidChangelogException {

    private static final long serialVersionUID = 1L;

    private final String parameter;

    public UnsetParameterException(String parameter, String message, Throwable cause) {
        super(message, cause);
        this.parameter = Objects.requireNonNull(parameter, "parameter is null");
    }

    /** The parameter without a value; other tenants may have one. */
    public String parameter() {
        return parameter;
    }
}

package io.github.pgmt.postgres.embedded;

/**
 * How one connects to a running embedded server: as its superuser, by the password that its data directory has.
 *
 * @param password another one in each data directory
 */
public record EmbeddedLogin(int port, String username, String password) {

    /** The JDBC URL without user name and password. */
    public String address() {
        return "jdbc:postgresql://localhost:" + port + "/postgres";
    }

    /**
     * The JDBC URL with all that is needed. To be shown only as {@link io.github.pgmt.postgres.address.DatabaseAddress}
     * does.
     */
    public String url() {
        return address() + "?user=" + username + "&" + Postmaster.PASSWORD_DEMANDS + "&password=" + password;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "EmbeddedLogin[" + address() + "]";
    }
}

package io.github.pgmt.postgres.citus;

/** A server on which Citus keeps tenants, by the name that the coordinator calls it. */
public record CitusNode(String host, int port) {

    /** As people write it: {@code worker-2:5432}. */
    public String text() {
        return host + ":" + port;
    }
}

package io.github.pgmt.maven.parameter;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** This machine's name. */
public final class LocalHost {

    private LocalHost() {}

    /** As Liquibase records it in a lock row; a machine without a name is {@code localhost}. */
    public static String name() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}

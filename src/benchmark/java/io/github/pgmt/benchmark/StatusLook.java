package io.github.pgmt.benchmark;

import java.util.List;

/** A way to find out which tenants have something pending. */
interface StatusLook {

    /** How many of the tenants have nothing pending. */
    int countCurrent(ServerUrl server, List<String> schemas, WorkFiles files) throws Exception;
}

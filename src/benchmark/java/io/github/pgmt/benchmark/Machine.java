package io.github.pgmt.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * What it was measured on.
 *
 * @param commitMillis the median of a commit that had something to write
 * @param loadAtStart of the last minute: other programs' too
 * @param roundTripMillis the median of {@code SELECT 1}, by the milliseconds that the wire was to add
 */
record Machine(
        String cpu,
        int cores,
        long memoryMebibytes,
        String os,
        String jdk,
        String postgres,
        String fsync,
        String synchronousCommit,
        double commitMillis,
        double loadAtStart,
        Map<String, Double> roundTripMillis) {

    private static final int TRIES = 301;

    /** @param wires the server by the delay before it */
    static Machine look(ServerUrl server, Map<Double, ServerUrl> wires) throws IOException, SQLException {
        OperatingSystemMXBean os = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        Map<String, Double> roundTrips = new TreeMap<>();
        for (Map.Entry<Double, ServerUrl> wire : wires.entrySet()) {
            roundTrips.put(Figures.number(wire.getKey()), median(wire.getValue(), "SELECT 1"));
        }
        return new Machine(
                processor(),
                os.getAvailableProcessors(),
                os.getTotalMemorySize() >> 20,
                os.getName() + " " + os.getVersion() + " " + os.getArch(),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                Sql.value(server, "SHOW server_version"),
                Sql.value(server, "SHOW fsync"),
                Sql.value(server, "SHOW synchronous_commit"),
                median(server, "SELECT pg_logical_emit_message(true, 'benchmark', 'x')"),
                os.getSystemLoadAverage(),
                roundTrips);
    }

    private static String processor() throws IOException {
        Path linux = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(linux)) {
            return System.getProperty("os.arch");
        }
        return Files.readAllLines(linux).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(System.getProperty("os.arch"));
    }

    private static double median(ServerUrl server, String sql) throws SQLException {
        double[] millis = new double[TRIES];
        try (Connection connection = DriverManager.getConnection(server.text());
                Statement statement = connection.createStatement()) {
            for (int number = 0; number < TRIES; number++) {
                long start = System.nanoTime();
                try (ResultSet row = statement.executeQuery(sql)) {
                    row.next();
                }
                millis[number] = (System.nanoTime() - start) / 1e6;
            }
        }
        Arrays.sort(millis);
        return millis[TRIES / 2];
    }
}

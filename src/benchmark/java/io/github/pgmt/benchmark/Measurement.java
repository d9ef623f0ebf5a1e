package io.github.pgmt.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;

/**
 * What one run took.
 *
 * @param wallMillis from its start to its end
 * @param cpuMillis of this JVM, on all its threads, garbage collection and compilation included
 * @param liveHeap the most bytes that a garbage collection during or right after the run left in the heap: what it needs,
 *     and what had not been collected yet
 * @param peakHeap the most bytes that the heap held at any time, garbage included, its pools' peaks added up
 */
record Measurement(double wallMillis, double cpuMillis, long liveHeap, long peakHeap) {

    /** Something that may fail. */
    interface Work {
        void run() throws Exception;
    }

    private static final double NANOS_OF_A_MILLI = 1e6;

    static Measurement of(Work work) throws Exception {
        OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        System.gc();
        ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
        try (CollectedHeap heap = new CollectedHeap()) {
            long cpu = process.getProcessCpuTime();
            long wall = System.nanoTime();
            work.run();
            double wallMillis = (System.nanoTime() - wall) / NANOS_OF_A_MILLI;
            double cpuMillis = (process.getProcessCpuTime() - cpu) / NANOS_OF_A_MILLI;
            long peak = peak();
            System.gc();
            return new Measurement(wallMillis, cpuMillis, heap.most(), peak);
        }
    }

    private static long peak() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
    }
}

package io.github.pgmt.report.html;

import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.event.RunCourse;
import io.github.pgmt.migration.event.TenantCourse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a worker did in the course of a run.
 *
 * @param blocks in the order in which they began
 */
record WorkLane(int worker, List<Block> blocks) {

    /**
     * A stretch of one tenant's: a try, or a wait before the next one.
     *
     * @param from in milliseconds from the run's start, and so {@code to}
     * @param waitsFor empty in a try
     */
    record Block(TenantResult tenant, long from, long to, Optional<TenantCourse.Reason> waitsFor) {}

    WorkLane {
        blocks = blocks.stream().sorted(Comparator.comparingLong(Block::from)).toList();
    }

    /** When it was at a tenant. */
    List<Block> tries() {
        return blocks.stream().filter(block -> block.waitsFor().isEmpty()).toList();
    }

    /** When tenants that it had begun waited to be gone on with. */
    List<Block> waits() {
        return blocks.stream().filter(block -> block.waitsFor().isPresent()).toList();
    }

    /** One for each worker, the first first. */
    static List<WorkLane> of(RunCourse course, Collection<TenantResult> tenants) {
        SortedMap<Integer, List<Block>> blocks = new TreeMap<>();
        for (TenantResult tenant : tenants) {
            course.of(tenant.id()).ifPresent(own -> add(tenant, own, blocks));
        }
        return blocks.entrySet().stream()
                .map(lane -> new WorkLane(lane.getKey(), lane.getValue()))
                .toList();
    }

    private static void add(TenantResult tenant, TenantCourse course, SortedMap<Integer, List<Block>> blocks) {
        long from = course.startedAfter().toMillis();
        long end = from + tenant.duration().toMillis();
        OptionalInt worker = OptionalInt.of(course.worker());
        for (TenantCourse.Wait wait : course.waits()) {
            long waits = wait.startedAfter().toMillis();
            long goesOn = waits + wait.length().toMillis();
            List<Block> lane = lane(worker.orElse(course.worker()), blocks);
            lane.add(new Block(tenant, from, waits, Optional.empty()));
            lane.add(new Block(tenant, waits, goesOn, Optional.of(wait.reason())));
            from = goesOn;
            worker = wait.worker();
        }
        if (worker.isPresent()) {
            lane(worker.getAsInt(), blocks).add(new Block(tenant, from, Math.max(from, end), Optional.empty()));
        }
    }

    private static List<Block> lane(int worker, SortedMap<Integer, List<Block>> blocks) {
        return blocks.computeIfAbsent(worker, absent -> new ArrayList<>());
    }

    /** When the last of them ended, in milliseconds from the run's start. */
    static long end(List<WorkLane> lanes) {
        return lanes.stream()
                .flatMap(lane -> lane.blocks().stream())
                .mapToLong(Block::to)
                .max()
                .orElse(0);
    }
}

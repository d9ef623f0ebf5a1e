package io.github.pgmt.maven.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of the rest of a run, against how long the rest then took. */
class RemainingTimeTest {

    /** Less is never said. */
    private static final double LEAST = 1000;

    /** Something that happened in a run, in milliseconds of it. */
    private record Event(long time, Optional<String> worker, long length, int others) {

        static Event finished(long time, String worker, long took) {
            return new Event(time, Optional.of(worker), took, 0);
        }

        static Event pilotDone(long time, int others) {
            return new Event(time, Optional.empty(), 0, others);
        }

        static Event pause(long length) {
            return new Event(0, Optional.empty(), length, 0);
        }
    }

    /** What was said when so many were finished, and what would have been true. */
    private record Said(int finished, double said, double rest) {

        double wrongBy() {
            double shown = Math.max(LEAST, said);
            double fact = Math.max(LEAST, rest);
            return Math.max(shown / fact, fact / shown);
        }
    }

    /**
     * Real runs: each line is a tenant's end, with the worker and how long it took, all in milliseconds, or when a
     * pilot was done and how many others were in its cohort.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "60-fresh",
                "60-one-pending",
                "60-one-thread",
                "60-through-liquibase",
                "500-fresh",
                "500-one-pending"
            })
    void isWithinAFactorOfTwoAfterATenthOfTheTenantsOfARealRun(String recorded) throws IOException {
        List<Event> events =
                Files.readAllLines(Path.of("src", "test", "resources", "finishes", recorded + ".txt")).stream()
                        .map(line -> line.split(" "))
                        .map(words -> words[0].equals("pilot")
                                ? Event.pilotDone(Long.parseLong(words[1]), Integer.parseInt(words[2]))
                                : Event.finished(Long.parseLong(words[0]), words[1], Long.parseLong(words[2])))
                        .toList();

        requireGoodAfterATenth(said(events));
    }

    @Test
    void doesNotTakeTheFirstTenantsOfTheWorkersForAll() {
        requireGoodAfterATenth(said(simulated(4, 3000, 0, durations(200, 100))));
        requireGoodAfterATenth(said(simulated(1, 3000, 0, durations(200, 100))));
        requireGoodAfterATenth(said(simulated(8, 3000, 0, durations(500, 20))));
    }

    @Test
    void doesNotTakeASlowPilotForAll() {
        List<Event> events =
                new ArrayList<>(List.of(Event.pilotDone(60_000, 999), Event.finished(60_000, "1", 60_000)));
        simulated(4, 20, 0, durations(999, 100))
                .forEach(event -> events.add(
                        Event.finished(event.time() + 60_000, event.worker().orElseThrow(), event.length())));

        List<Said> said = said(events);

        requireGoodAfterATenth(said);
        assertThat(said).allSatisfy(one -> assertThat(one.wrongBy()).isLessThan(2));
    }

    @Test
    void doesNotTakePilotsThatFailedForAll() {
        List<Event> events = new ArrayList<>();
        for (int pilot = 1; pilot <= 3; pilot++) {
            events.add(Event.finished(20_000 * pilot, "1", 20_000));
        }
        events.add(Event.pilotDone(60_000, 96));
        simulated(2, 20, 0, durations(97, 300))
                .forEach(event -> events.add(
                        Event.finished(event.time() + 60_000, event.worker().orElseThrow(), event.length())));

        requireGoodAfterATenth(said(events));
    }

    @Test
    void countsThePausesBetweenBatchesOnceItKnowsThem() {
        List<Said> said = said(simulated(4, 1000, 10, durations(100, 1000)));

        assertThat(said)
                .filteredOn(one -> one.finished() > 13 && one.finished() < 90)
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.wrongBy()).as(one.toString()).isLessThan(1.5));
    }

    @Test
    void followsWhenTenantsBecomeSlowOrFast() {
        List<Long> slowing = new ArrayList<>(durations(400, 50));
        slowing.addAll(durations(100, 2000));
        List<Long> hastening = new ArrayList<>(durations(100, 2000));
        hastening.addAll(durations(400, 50));

        for (List<Long> durations : List.of(slowing, hastening)) {
            // As many as are finished in the window at the new pace.
            int turned = durations == slowing ? 400 + 25 : 100 + 200;
            assertThat(said(simulated(4, 1000, 0, durations)))
                    .filteredOn(one -> one.finished() > turned && one.finished() < 490)
                    .isNotEmpty()
                    .allSatisfy(
                            one -> assertThat(one.wrongBy()).as(one.toString()).isLessThan(2));
        }
    }

    @Test
    void isNotMisledByATenantThatWaitsForSomebody() {
        List<Event> events = new ArrayList<>(simulated(4, 1000, 0, durations(99, 1000)));
        long end = events.get(events.size() - 1).time();
        events.add(Event.finished(end + 500, "2", 1000));

        requireGoodAfterATenth(said(events));
    }

    @Test
    void saysSomethingFromTheThirdTenantOnAlsoOfNothingButFirstOnes() {
        assertThat(said(simulated(1, 0, 0, durations(10, 1000))).get(0).finished())
                .isEqualTo(3);
        assertThat(said(simulated(4, 3000, 0, durations(60, 1000))).get(0).finished())
                .isEqualTo(3);
    }

    @Test
    void takesTheFirstTenantsWhereTheyTakeSoLongThatLoadingIsLittle() {
        List<Said> said = said(simulated(4, 3000, 0, durations(60, 120_000)));

        assertThat(said.get(0).finished()).isEqualTo(3);
        assertThat(said.get(0).wrongBy()).isLessThan(2);
        requireGoodAfterATenth(said);
    }

    private static void requireGoodAfterATenth(List<Said> said) {
        int tenants = said.get(said.size() - 1).finished() + 1;
        assertThat(said)
                .filteredOn(one -> one.finished() * 10 >= tenants && one.finished() < tenants - 8)
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.wrongBy()).as(one.toString()).isLessThan(2));
    }

    /** What is said after each of the tenants. */
    private static List<Said> said(List<Event> events) {
        long tenants =
                events.stream().filter(event -> event.worker().isPresent()).count();
        long end = events.get(events.size() - 1).time();
        RemainingTime remaining = new RemainingTime();
        List<Said> said = new ArrayList<>();
        int finished = 0;
        for (Event event : events) {
            if (event.worker().isEmpty() && event.length() > 0) {
                remaining.paused(Duration.ofMillis(event.length()));
                continue;
            }
            if (event.worker().isEmpty()) {
                remaining.otherWay(
                        event.others(),
                        (int) tenants - finished,
                        Duration.ofMillis(event.time()).toNanos());
                continue;
            }
            finished++;
            long now = Duration.ofMillis(event.time()).toNanos();
            remaining.finished(event.worker().get(), Duration.ofMillis(event.length()), now);
            int left = (int) tenants - finished;
            if (left > 0) {
                int count = finished;
                remaining
                        .of(left, now)
                        .ifPresent(time -> said.add(new Said(count, time.toNanos() / 1e6, end - event.time())));
            }
        }
        return said;
    }

    private static List<Long> durations(int tenants, long each) {
        return IntStream.range(0, tenants)
                .mapToObj(tenant -> each * (80 + tenant * 37 % 41) / 100)
                .toList();
    }

    /**
     * A run on so many workers.
     *
     * @param loading what each worker's first tenant takes besides
     * @param batch after so many tenants there is a pause of a minute; 0 means none
     */
    private static List<Event> simulated(int workers, long loading, int batch, List<Long> durations) {
        List<Event> events = new ArrayList<>();
        Map<String, Long> free = new HashMap<>();
        IntStream.rangeClosed(1, workers).forEach(worker -> free.put("w" + worker, 0L));
        List<Event> ofBatch = new ArrayList<>();
        for (int tenant = 0; tenant < durations.size(); tenant++) {
            String worker = free.entrySet().stream()
                    .min(Map.Entry.comparingByValue())
                    .orElseThrow()
                    .getKey();
            long took = durations.get(tenant) + (tenant < workers ? loading : 0);
            long end = free.get(worker) + took;
            free.put(worker, end);
            ofBatch.add(Event.finished(end, worker, took));
            boolean last = tenant == durations.size() - 1;
            if (last || (batch > 0 && (tenant + 1) % batch == 0)) {
                ofBatch.sort((one, other) -> Long.compare(one.time(), other.time()));
                events.addAll(ofBatch);
                long over = ofBatch.get(ofBatch.size() - 1).time();
                ofBatch.clear();
                if (!last) {
                    events.add(Event.pause(60_000));
                    free.replaceAll((name, time) -> over + 60_000);
                }
            }
        }
        return events;
    }
}

package io.github.pgmt.report.html;

import io.github.pgmt.migration.event.TenantCourse;
import io.github.pgmt.report.text.Durations;
import io.github.pgmt.report.text.Words;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * Draws what a worker did.
 *
 * @param height of a row
 */
record LaneDrawing(HtmlSections sections, TimeDrawing drawing, double height) {

    private static final int STROKES = 480;

    /** Each tenant by itself. */
    void blocks(WorkLane of, double y) {
        of.tries().forEach(block -> block(block, y));
        // The worker is at others meanwhile, which would hide it.
        of.waits().forEach(block -> block(block, y));
    }

    private void block(WorkLane.Block block, double y) {
        Tone tone = Tone.of(block.tenant().outcome());
        double from = drawing.x(block.from());
        double width = Math.max(0.8, drawing.x(block.to()) - from - 0.6);
        if (block.waitsFor().isPresent()) {
            drawing.rect("wait", TimeDrawing.HATCHED, from, y + height / 2 - 3, width, 6);
        } else {
            bar(tone, from, y, width);
        }
        drawing.title(said(block));
        drawing.html().end();
    }

    /** What failed is taller, for who cannot tell the colours apart. */
    private void bar(Tone tone, double x, double y, double width) {
        double margin = tone == Tone.BAD ? 0.5 : height / 5;
        drawing.rect("fill-" + tone.css, tone.colour, x, y + margin, width, height - 2 * margin);
    }

    private String said(WorkLane.Block block) {
        String took = " (" + Durations.exact(Duration.ofMillis(block.to() - block.from())) + ")";
        String name = sections.oneLine(block.tenant().displayName());
        return name + ": "
                + block.waitsFor()
                        .map(reason -> "waited, " + word(reason))
                        .orElse(Words.of(block.tenant().outcome()))
                + took;
    }

    private static String word(TenantCourse.Reason reason) {
        return switch (reason) {
            case LOCK -> "somebody else held it";
            case BUSY -> "another session was in its way";
            case UNREACHABLE -> "the server gave no connection";
        };
    }

    /** Neighbours that look the same are one. A wait shows where the worker had nothing else to do. */
    void strokes(WorkLane of, double y) {
        Stroke[] strokes = new Stroke[STROKES];
        int[] ended = new int[STROKES];
        of.tries().forEach(block -> ended[last(block)]++);
        of.waits().forEach(block -> Arrays.fill(strokes, stroke(block.from()), last(block) + 1, Stroke.WAIT));
        of.tries().forEach(block -> {
            Stroke own = new Stroke(Optional.of(Tone.of(block.tenant().outcome())));
            for (int index = stroke(block.from()); index <= last(block); index++) {
                strokes[index] = own.orWorse(strokes[index]);
            }
        });
        for (int from = 0, to; from < STROKES; from = to) {
            to = from + 1;
            int tenantsIn = ended[from];
            while (to < STROKES && Objects.equals(strokes[to], strokes[from])) {
                tenantsIn += ended[to];
                to++;
            }
            if (strokes[from] != null) {
                write(strokes[from], from, to, tenantsIn, y);
            }
        }
    }

    /** What a worker did in a stretch of time: the worst that came of it; nothing where a tenant only waited. */
    private record Stroke(Optional<Tone> worst) {

        private static final Stroke WAIT = new Stroke(Optional.empty());

        private Stroke orWorse(Stroke other) {
            boolean isWorse = other != null
                    && other.worst().isPresent()
                    && other.worst().get().compareTo(worst.orElseThrow()) > 0;
            return isWorse ? other : this;
        }
    }

    private int last(WorkLane.Block block) {
        return stroke(Math.max(block.from(), block.to() - 1));
    }

    private int stroke(long millis) {
        return (int) Math.min(STROKES - 1, millis * STROKES / drawing.total());
    }

    private void write(Stroke stroke, int from, int to, int ended, double y) {
        double each = TimeDrawing.WIDTH / STROKES;
        double width = (to - from) * each - 0.4;
        if (stroke.worst().isEmpty()) {
            drawing.rect("wait", TimeDrawing.HATCHED, TimeDrawing.LEFT + from * each, y + height / 2 - 3, width, 6);
            drawing.title("a tenant waited");
        } else {
            Tone tone = stroke.worst().get();
            bar(tone, TimeDrawing.LEFT + from * each, y, width);
            drawing.title(
                    Words.count(ended, "tenant") + " ended here" + (tone == Tone.BAD ? ", of which some failed" : ""));
        }
        drawing.html().end();
    }
}

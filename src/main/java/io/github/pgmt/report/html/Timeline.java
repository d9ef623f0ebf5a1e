package io.github.pgmt.report.html;

import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.event.RunCourse;
import io.github.pgmt.migration.event.RunPhase;
import io.github.pgmt.report.text.Durations;
import io.github.pgmt.report.text.Words;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Draws which worker was when at which tenant. Of very many tenants each stroke is of all that fell into it. */
final class Timeline {

    private static final int BLOCKS_SHOWN = 2000;
    private static final int MANY_WORKERS = 16;
    private static final double BAND = 22;
    private static final double GAP = 6;

    private final HtmlSections sections;
    private final RunCourse course;
    private final List<WorkLane> lanes;
    private final TimeDrawing drawing;
    private final boolean hasBlocks;
    private final double lane;
    private final double top;

    /** @param run how long it took */
    Timeline(HtmlSections sections, RunCourse course, Collection<TenantResult> tenants, Duration run) {
        this.sections = sections;
        this.course = course;
        this.lanes = WorkLane.of(course, tenants);
        this.drawing = new TimeDrawing(sections.html(), Math.max(1, Math.max(run.toMillis(), WorkLane.end(lanes))));
        this.hasBlocks = tenants.size() <= BLOCKS_SHOWN;
        this.lane = lanes.size() > MANY_WORKERS ? 12 : 20;
        this.top = course.phases().isEmpty() ? 4 : BAND + GAP;
    }

    boolean isEmpty() {
        return lanes.isEmpty();
    }

    void write() {
        sections.wide("Timeline", this::draw);
        legend();
    }

    private void draw() {
        HtmlDocument html = sections.html();
        double bottom = top + lanes.size() * lane;
        html.begin(
                "svg",
                "class",
                "timeline",
                "viewBox",
                "0 0 1200 " + Svg.number(bottom + 22),
                "width",
                "1200",
                "role",
                "img",
                "aria-label",
                "Which of " + Words.count(lanes.size(), "worker") + " was when at which tenant");
        drawing.pattern();
        drawing.axis(top, bottom);
        phases();
        course.pauses().forEach(pause -> pause(pause, bottom));
        LaneDrawing drawn = new LaneDrawing(sections, drawing, lane);
        double y = top;
        for (WorkLane of : lanes) {
            drawing.label(String.valueOf(of.worker()), TimeDrawing.LEFT - 8, y + lane - 6, "end");
            if (hasBlocks) {
                drawn.blocks(of, y);
            } else {
                drawn.strokes(of, y);
            }
            y += lane;
        }
        html.end();
    }

    private void phases() {
        boolean dark = false;
        for (RunCourse.Phase phase : course.phases()) {
            if (phase.phase() == RunPhase.PILOTS) {
                continue;
            }
            String name = phase.phase().name().toLowerCase(Locale.ROOT);
            double from = drawing.x(phase.span().startedAfter().toMillis());
            double to = drawing.x(
                    phase.span().startedAfter().plus(phase.span().length()).toMillis());
            drawing.rect(
                    dark ? "phase dark" : "phase",
                    dark ? "#d5dde5" : "#e6ebf0",
                    from,
                    0,
                    Math.max(1, to - from),
                    BAND - 4);
            drawing.title(name + ": " + Durations.exact(phase.span().length()));
            sections.html().end();
            if (to - from > name.length() * 6.5 + 8) {
                drawing.label(name, from + 5, 13, "start");
            }
            dark = !dark;
        }
    }

    private void pause(RunCourse.Span pause, double bottom) {
        double from = drawing.x(pause.startedAfter().toMillis());
        double to = drawing.x(pause.startedAfter().plus(pause.length()).toMillis());
        drawing.rect("pause", TimeDrawing.HATCHED, from, top, Math.max(1, to - from), bottom - top);
        drawing.title("pause between batches: " + Durations.exact(pause.length()));
        sections.html().end();
    }

    private void legend() {
        String blocks = hasBlocks
                ? "A block is a tenant; its name shows under the pointer, and in the table of tenants."
                : "A stroke is all that a worker did in its time; its colour is that of the worst of it.";
        sections.html()
                .element(
                        "A row is a worker. " + blocks
                                + " What failed is taller. Hatched is a wait, or a pause between batches.",
                        "p",
                        "class",
                        "note");
    }
}

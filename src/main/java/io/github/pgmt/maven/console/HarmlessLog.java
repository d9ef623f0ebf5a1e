package io.github.pgmt.maven.console;

import io.github.pgmt.report.text.Printable;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.apache.maven.plugin.logging.Log;

/**
 * Maven's log without what a terminal or a build server would obey, whoever wrote it into a text. Colours stay: what is not
 * ours has lost its own by then.
 */
public final class HarmlessLog implements Log {

    private final Log log;
    private final UnaryOperator<Throwable> shown;

    /** @param shown what is printed in place of a throwable */
    public HarmlessLog(Log log, UnaryOperator<Throwable> shown) {
        this.log = Objects.requireNonNull(log, "log is null");
        this.shown = Objects.requireNonNull(shown, "shown is null");
    }

    private static String harmless(CharSequence content) {
        return Printable.coloured(String.valueOf(content));
    }

    @Override
    public boolean isDebugEnabled() {
        return log.isDebugEnabled();
    }

    @Override
    public void debug(CharSequence content) {
        log.debug(harmless(content));
    }

    @Override
    public void debug(CharSequence content, Throwable error) {
        log.debug(harmless(content), shown.apply(error));
    }

    @Override
    public void debug(Throwable error) {
        log.debug(shown.apply(error));
    }

    @Override
    public boolean isInfoEnabled() {
        return log.isInfoEnabled();
    }

    @Override
    public void info(CharSequence content) {
        log.info(harmless(content));
    }

    @Override
    public void info(CharSequence content, Throwable error) {
        log.info(harmless(content), shown.apply(error));
    }

    @Override
    public void info(Throwable error) {
        log.info(shown.apply(error));
    }

    @Override
    public boolean isWarnEnabled() {
        return log.isWarnEnabled();
    }

    @Override
    public void warn(CharSequence content) {
        log.warn(harmless(content));
    }

    @Override
    public void warn(CharSequence content, Throwable error) {
        log.warn(harmless(content), shown.apply(error));
    }

    @Override
    public void warn(Throwable error) {
        log.warn(shown.apply(error));
    }

    @Override
    public boolean isErrorEnabled() {
        return log.isErrorEnabled();
    }

    @Override
    public void error(CharSequence content) {
        log.error(harmless(content));
    }

    @Override
    public void error(CharSequence content, Throwable error) {
        log.error(harmless(content), shown.apply(error));
    }

    @Override
    public void error(Throwable error) {
        log.error(shown.apply(error));
    }
}

package io.github.pgmt.maven.console;

import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.logging.Log;

/** Keeps what it is told, each line after its level: {@code info  text}. */
public final class RecordingLog implements Log {

    private final List<String> lines = new ArrayList<>();
    private boolean debugEnabled = true;

    public List<String> lines() {
        return lines;
    }

    /** The lines of one level, without it. */
    List<String> lines(String level) {
        return lines.stream()
                .filter(line -> line.startsWith(level))
                .map(line -> line.substring(6))
                .toList();
    }

    void disableDebug() {
        debugEnabled = false;
    }

    private void add(String level, CharSequence content) {
        lines.add((level + "      ").substring(0, 6) + content);
    }

    @Override
    public boolean isDebugEnabled() {
        return debugEnabled;
    }

    @Override
    public void debug(CharSequence content) {
        add("debug", content);
    }

    @Override
    public void debug(CharSequence content, Throwable error) {
        add("debug", content + " " + error);
    }

    @Override
    public void debug(Throwable error) {
        add("debug", String.valueOf(error));
    }

    @Override
    public boolean isInfoEnabled() {
        return true;
    }

    @Override
    public void info(CharSequence content) {
        add("info", content);
    }

    @Override
    public void info(CharSequence content, Throwable error) {
        add("info", content + " " + error);
    }

    @Override
    public void info(Throwable error) {
        add("info", String.valueOf(error));
    }

    @Override
    public boolean isWarnEnabled() {
        return true;
    }

    @Override
    public void warn(CharSequence content) {
        add("warn", content);
    }

    @Override
    public void warn(CharSequence content, Throwable error) {
        add("warn", content + " " + error);
    }

    @Override
    public void warn(Throwable error) {
        add("warn", String.valueOf(error));
    }

    @Override
    public boolean isErrorEnabled() {
        return true;
    }

    @Override
    public void error(CharSequence content) {
        add("error", content);
    }

    @Override
    public void error(CharSequence content, Throwable error) {
        add("error", content + " " + error);
    }

    @Override
    public void error(Throwable error) {
        add("error", String.valueOf(error));
    }
}

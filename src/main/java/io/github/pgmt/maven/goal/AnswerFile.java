package io.github.pgmt.maven.goal;

import io.github.pgmt.report.text.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.shared.utils.logging.MessageUtils;

/**
 * The file that the user wants a goal's answer in, as it is on the console but without colours. Also under {@code -q}, where
 * the console is silent.
 */
final class AnswerFile {

    private final Optional<Path> file;
    private final List<String> lines = new ArrayList<>();
    private boolean isAdding;

    AnswerFile(Optional<Path> file) {
        this.file = file.map(Path::toAbsolutePath).map(Path::normalize);
    }

    /** @param line as it is printed */
    void add(String line) {
        lines.add(Printable.text(MessageUtils.stripAnsiCodes(line)));
    }

    /**
     * Removes an earlier run's answer, and tries whether this one's can be written.
     *
     * @param build what goals of this build have in common; a later one adds to the file of an earlier one
     */
    void prepare(Map<String, Object> build) throws IOException {
        if (file.isEmpty()) {
            return;
        }
        Path path = file.get();
        synchronized (build) {
            isAdding = build.putIfAbsent(AnswerFile.class.getName() + path, true) != null;
        }
        if (Files.isDirectory(path)) {
            throw new FileSystemException(path.toString(), null, "is a directory");
        }
        if (isReplaceable(path)) {
            Files.createDirectories(path.getParent());
            if (!isAdding) {
                Files.deleteIfExists(path);
            }
            Path trial = unfinished(path);
            try {
                Files.write(trial, new byte[1]);
            } finally {
                Files.deleteIfExists(trial);
            }
        }
    }

    /** Writes the answer; of a run that ended without one there is no file. */
    void write() throws IOException {
        if (file.isEmpty() || lines.isEmpty()) {
            return;
        }
        // Modules may run at once.
        synchronized (AnswerFile.class) {
            write(file.get());
        }
    }

    private void write(Path path) throws IOException {
        // Unlike an encoder's, this replaces half a surrogate pair, which a message may have when it was cut.
        byte[] text = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        if (!isReplaceable(path)) {
            Files.write(
                    path,
                    text,
                    StandardOpenOption.CREATE,
                    isAdding ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE);
            return;
        }
        byte[] before = isAdding && Files.exists(path) ? Files.readAllBytes(path) : new byte[0];
        Path unfinished = unfinished(path);
        try {
            Files.write(unfinished, before);
            Files.write(unfinished, text, StandardOpenOption.APPEND);
            Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /** A link or a device, as {@code /dev/stdout} is both, stays what it is. */
    private static boolean isReplaceable(Path path) {
        return !Files.exists(path, LinkOption.NOFOLLOW_LINKS) || Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static Path unfinished(Path path) {
        return path.resolveSibling("." + path.getFileName() + ".tmp");
    }

    @Override
    public String toString() {
        return file.map(Path::toString).orElse("no file");
    }
}

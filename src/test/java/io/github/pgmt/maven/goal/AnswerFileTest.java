package io.github.pgmt.maven.goal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswerFileTest {

    @TempDir
    private Path directory;

    @Test
    void aSecondGoalOfTheBuildAddsToTheFirstOnesAnswer() throws IOException {
        Path file = Files.writeString(directory.resolve("answer.txt"), "of an earlier build");
        Map<String, Object> build = new HashMap<>();

        answer(build, file, "doctor");
        answer(build, file, "status");

        assertThat(file).hasContent("doctor\nstatus\n");
        assertThat(directory).isDirectoryNotContaining("glob:**.tmp");

        answer(new HashMap<>(), file, "another build");
        assertThat(file).hasContent("another build\n");
    }

    @Test
    void soItDoesBehindALink() throws IOException {
        Path target = Files.writeString(directory.resolve("target.txt"), "of an earlier build");
        Path link = Files.createSymbolicLink(directory.resolve("link.txt"), target);
        Map<String, Object> build = new HashMap<>();

        answer(build, link, "doctor");
        answer(build, link, "status");

        assertThat(target).hasContent("doctor\nstatus\n");
    }

    private static void answer(Map<String, Object> build, Path file, String line) throws IOException {
        AnswerFile answer = new AnswerFile(Optional.of(file));
        answer.prepare(build);
        answer.add(line);
        answer.write();
    }
}

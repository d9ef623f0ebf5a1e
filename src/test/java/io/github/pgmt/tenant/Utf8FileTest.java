package io.github.pgmt.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file's text is what its author sees, or the file is refused with its encoding. */
class Utf8FileTest {

    @TempDir
    private Path directory;

    @Test
    void utf8IsReadWithAndWithoutAMark() throws IOException {
        for (String text : new String[] {"", "acme\r\nm\u00fcller\n", "\u65e5\u672c\n\uD83D\uDE00"}) {
            assertThat(Utf8File.read(file(text, StandardCharsets.UTF_8))).isEqualTo(text);
            assertThat(Utf8File.read(file("\uFEFF" + text, StandardCharsets.UTF_8)))
                    .isEqualTo(text);
        }
    }

    @Test
    void anotherEncodingIsNamed() throws IOException {
        assertRefused("\uFEFFacme\n", StandardCharsets.UTF_16LE, "is in UTF-16");
        assertRefused("\uFEFFacme\n", StandardCharsets.UTF_16BE, "is in UTF-16");
        assertRefused("acme\n", StandardCharsets.UTF_16LE, "NUL characters, as UTF-16 without a byte order mark");
        assertRefused("\uFEFFacme\n", Charset.forName("UTF-32LE"), "is in UTF-32");
        assertRefused("\uFEFFacme\n", Charset.forName("UTF-32BE"), "is in UTF-32");
        Stream.of(StandardCharsets.ISO_8859_1, Charset.forName("windows-1252"))
                .forEach(latin -> assertRefused(
                        "acme\nbeta\nm\u00fcller\n", latin, "line 3 has the byte 0xFC where UTF-8 has none"));
    }

    private void assertRefused(String text, Charset encoding, String words) {
        assertThatThrownBy(() -> Utf8File.read(file(text, encoding)))
                .isInstanceOf(Utf8File.NotUtf8Exception.class)
                .hasMessageContaining(words)
                .hasMessageEndingWith("Save it in UTF-8.");
    }

    private Path file(String text, Charset encoding) throws IOException {
        return Files.write(directory.resolve("text"), text.getBytes(encoding));
    }
}

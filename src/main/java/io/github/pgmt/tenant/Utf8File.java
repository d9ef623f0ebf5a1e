package io.github.pgmt.tenant;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.IntStream;

/**
 * A text file of the user's. It is UTF-8, be it with the byte order mark of editors on Windows; what another encoding would
 * make of a name is another name, so it is refused.
 */
public final class Utf8File {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** The text is in another encoding; the message goes on after the file's name. */
    public static final class NotUtf8Exception extends IOException {

        private static final long serialVersionUID = 1L;

        private NotUtf8Exception(String message) {
            super(message + ". Save it in UTF-8.");
        }
    }

    private Utf8File() {}

    /**
     * The text without a byte order mark.
     *
     * @throws NotUtf8Exception when it is in another encoding
     */
    public static String read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        requireNoOtherMark(bytes);
        CharBuffer text = CharBuffer.allocate(bytes.length);
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer input = ByteBuffer.wrap(bytes);
        CoderResult result = decoder.decode(input, text, true);
        if (result.isError()) {
            throw malformed(bytes, input.position());
        }
        String decoded = text.flip().toString();
        if (decoded.indexOf('\0') >= 0) {
            throw new NotUtf8Exception(
                    "is not in UTF-8: it has NUL characters, as UTF-16 without a byte order mark has");
        }
        return decoded.startsWith(BYTE_ORDER_MARK) ? decoded.substring(1) : decoded;
    }

    private static void requireNoOtherMark(byte[] bytes) throws NotUtf8Exception {
        if (begins(bytes, 0xFF, 0xFE, 0, 0) || begins(bytes, 0, 0, 0xFE, 0xFF)) {
            throw new NotUtf8Exception("is in UTF-32, not in UTF-8");
        }
        if (begins(bytes, 0xFF, 0xFE) || begins(bytes, 0xFE, 0xFF)) {
            throw new NotUtf8Exception("is in UTF-16 (PowerShell's > writes that), not in UTF-8");
        }
    }

    private static boolean begins(byte[] bytes, int... mark) {
        return bytes.length >= mark.length
                && Arrays.equals(
                        Arrays.stream(mark).toArray(),
                        IntStream.range(0, mark.length)
                                .map(index -> bytes[index] & 0xFF)
                                .toArray());
    }

    private static NotUtf8Exception malformed(byte[] bytes, int position) {
        long line = 1
                + IntStream.range(0, position)
                        .filter(index -> bytes[index] == '\n')
                        .count();
        return new NotUtf8Exception("is not in UTF-8: line " + line + " has the byte 0x"
                + HexFormat.of().withUpperCase().toHexDigits(bytes[position])
                + " where UTF-8 has none, as in ISO-8859-1 or Windows-1252");
    }
}

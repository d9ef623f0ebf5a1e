package io.github.pgmt.postgres.embedded;

import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads tar archives as far as PostgreSQL's binaries need it: files, directories and symbolic links with short names.
 * Anything else is an error, so nothing is left out unseen.
 */
final class TarArchive {

    private static final int BLOCK = 512;
    private static final int EXECUTABLE_BY_OWNER = 0100;

    private final InputStream content;
    private final Path target;

    private TarArchive(InputStream content, Path target) {
        this.content = content;
        this.target = target;
    }

    /** Unpacks everything into a directory that exists. */
    static void unpack(InputStream content, Path target) throws IOException {
        TarArchive archive = new TarArchive(content, target.toAbsolutePath().normalize());
        byte[] header = archive.readBlock();
        while (header[0] != 0) {
            archive.unpackEntry(header);
            header = archive.readBlock();
        }
    }

    private void unpackEntry(byte[] header) throws IOException {
        String name = text(header, 0, 100);
        Path path = inside(target.resolve(name), name);
        switch (header[156]) {
            case '0' -> unpackFile(path, number(header, 124, 12), (int) number(header, 100, 8));
            case '2' -> Files.createSymbolicLink(path, link(path, text(header, 157, 100)));
            case '5' -> Files.createDirectories(path);
            default -> throw new IOException("unknown kind of entry in the archive: " + name);
        }
    }

    private void unpackFile(Path file, long size, int mode) throws IOException {
        Files.createDirectories(file.getParent());
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            for (long left = size; left > 0; left -= BLOCK) {
                out.write(readBlock(), 0, (int) Math.min(left, BLOCK));
            }
        }
        if ((mode & EXECUTABLE_BY_OWNER) != 0) {
            file.toFile().setExecutable(true, false);
        }
    }

    private Path link(Path from, String to) throws IOException {
        inside(from.resolveSibling(to), to);
        return Path.of(to);
    }

    private Path inside(Path path, String name) throws IOException {
        Path normal = path.normalize();
        if (!normal.startsWith(target)) {
            throw new IOException("the archive would write outside its directory: " + name);
        }
        return normal;
    }

    private byte[] readBlock() throws IOException {
        byte[] block = content.readNBytes(BLOCK);
        if (block.length < BLOCK) {
            throw new EOFException("the archive is cut off");
        }
        return block;
    }

    private static long number(byte[] header, int from, int length) {
        return Long.parseLong(text(header, from, length).strip(), 8);
    }

    private static String text(byte[] header, int from, int length) {
        byte[] field = Arrays.copyOfRange(header, from, from + length);
        int end = 0;
        while (end < length && field[end] != 0) {
            end++;
        }
        return new String(field, 0, end, StandardCharsets.UTF_8);
    }
}

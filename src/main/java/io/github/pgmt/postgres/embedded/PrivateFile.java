package io.github.pgmt.postgres.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Files that nobody but their owner can read, from the moment on that they exist. */
final class PrivateFile {

    private static final Set<StandardOpenOption> NEW =
            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private PrivateFile() {}

    /** Writes a new file. One of this name is removed before, as whoever has it open could go on reading it. */
    static void write(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        try (OutputStream out = Channels.newOutputStream(Files.newByteChannel(file, NEW, ownersAlone(file)))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static FileAttribute<?>[] ownersAlone(Path file) throws IOException {
        FileSystem system = file.getFileSystem();
        Set<String> views = system.supportedFileAttributeViews();
        if (views.contains("posix")) {
            return new FileAttribute<?>[] {
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            };
        }
        return views.contains("acl")
                ? new FileAttribute<?>[] {new AccessList(List.of(everythingForUs(system)))}
                : new FileAttribute<?>[0];
    }

    /** Not for the file's owner as Windows has it, which for an administrator is the group of all of them. */
    private static AclEntry everythingForUs(FileSystem system) throws IOException {
        return AclEntry.newBuilder()
                .setType(AclEntryType.ALLOW)
                .setPrincipal(
                        system.getUserPrincipalLookupService().lookupPrincipalByName(System.getProperty("user.name")))
                .setPermissions(EnumSet.allOf(AclEntryPermission.class))
                .build();
    }

    /** What Windows' file systems take in the place of permissions. */
    private record AccessList(List<AclEntry> value) implements FileAttribute<List<AclEntry>> {

        @Override
        public String name() {
            return "acl:acl";
        }
    }
}

package io.github.pgmt.postgres.release;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Liquibase writes into {@code LOCKEDBY}: {@code host#description (address)}, the description being optional.
 *
 * @param host in lower case
 */
record LockedBy(String host, Optional<InetAddress> address) {

    private static final Pattern FORM = Pattern.compile("(.*?)(?:#.*)? \\(([^()]*)\\)", Pattern.DOTALL);

    /** Only such a text is an address; {@link InetAddress#getByName} would ask a name server about any other. */
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    static LockedBy parse(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches()
                ? new LockedBy(form.group(1).toLowerCase(Locale.ROOT), parsed(form.group(2)))
                : new LockedBy(text.toLowerCase(Locale.ROOT), Optional.empty());
    }

    /** The address, which may have a zone, {@code fe80::1%eth0}. */
    private static Optional<InetAddress> parsed(String text) {
        String literal = text.replaceFirst("%.*", "");
        if (!ADDRESS.matcher(literal).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(literal));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    boolean hasAddress(String other) {
        return address.isPresent() && address.equals(parsed(other));
    }

    /** Whether the host may have this name, with or without its domain. */
    boolean isHost(String name) {
        String other = name.toLowerCase(Locale.ROOT);
        return !host.isEmpty() && (other.equals(host) || other.startsWith(host + ".") || host.startsWith(other + "."));
    }

    /** Whether the host's name is in a text of somebody's making. */
    boolean isNamedIn(String text) {
        return !host.isEmpty() && text.toLowerCase(Locale.ROOT).contains(host);
    }
}

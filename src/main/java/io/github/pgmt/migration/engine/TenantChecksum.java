package io.github.pgmt.migration.engine;

import io.github.pgmt.tenant.Tenant;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The checksum of a changeset whose text depends on the tenant. Liquibase's is a sum of sums: of each change it hashes a text of
 * its own making, and then the list of these. The texts are Liquibase's, with open places; here is only the hashing.
 *
 * @param version what Liquibase puts before each sum
 * @param changes of each change, what is hashed
 */
public record TenantChecksum(String version, List<Hashed> changes) {

    public TenantChecksum {
        changes = List.copyOf(changes);
    }

    /** A text that is hashed and put into another one, if there is one. */
    public sealed interface Hashed {

        /** The sum, with its version. */
        String sum(String version, Tenant tenant);
    }

    /** The same for all tenants. */
    public record Known(String sum) implements Hashed {

        @Override
        public String sum(String version, Tenant tenant) {
            return sum;
        }
    }

    /** Of one text. */
    public record OfText(SchemaText text) implements Hashed {

        @Override
        public String sum(String version, Tenant tenant) {
            return md5(version, text.inFull(tenant));
        }
    }

    /** Of the sums of these, with colons between them. */
    public record OfSums(List<Hashed> parts) implements Hashed {

        public OfSums {
            parts = List.copyOf(parts);
        }

        @Override
        public String sum(String version, Tenant tenant) {
            return md5(
                    version,
                    parts.stream().map(part -> part.sum(version, tenant)).collect(Collectors.joining(":")));
        }
    }

    /** The changeset's checksum in this tenant, as Liquibase writes it down. */
    public String of(Tenant tenant) {
        return md5(
                version,
                changes.stream()
                        .map(change -> change.sum(version, tenant) + ":")
                        .collect(Collectors.joining()));
    }

    private static String md5(String version, String text) {
        try {
            byte[] sum = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            return version + HexFormat.of().formatHex(sum);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has MD5.", e);
        }
    }
}

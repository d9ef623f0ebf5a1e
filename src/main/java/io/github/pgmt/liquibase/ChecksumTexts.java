package io.github.pgmt.liquibase;

import io.github.pgmt.migration.engine.TenantChecksum;
import io.github.pgmt.tenant.Tenant;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import liquibase.ChecksumVersion;
import liquibase.Scope;
import liquibase.change.AbstractChange;
import liquibase.change.AbstractSQLChange;
import liquibase.change.Change;
import liquibase.change.DbmsTargetedChange;
import liquibase.change.core.CreateProcedureChange;
import liquibase.change.core.CreateViewChange;
import liquibase.change.core.SQLFileChange;
import liquibase.changelog.ChangeSet;
import liquibase.database.Database;
import liquibase.database.DatabaseList;
import liquibase.serializer.core.string.StringChangeLogSerializer;
import liquibase.util.StringUtil;

/**
 * What Liquibase hashes for the checksum of a changeset, as Liquibase's own serializer and normalizing stream make it. That these
 * were the right texts is not taken for granted: what is hashed of them must be Liquibase's sum, or the sum is taken as it is.
 */
final class ChecksumTexts {

    private final StandIn standIn;
    private final Database database;

    /** @param database of the stand-in */
    ChecksumTexts(StandIn standIn, Database database) {
        this.standIn = standIn;
        this.database = database;
    }

    /**
     * The checksum of a changeset that was parsed for the stand-in.
     *
     * @return empty where it is not known how it is made up
     */
    Optional<TenantChecksum> of(ChangeSet changeSet, String ofStandIn, Tenant sample, String ofSample) {
        if (!changeSet.getSqlVisitors().isEmpty()) {
            return Optional.empty();
        }
        String version = ofStandIn.substring(0, ofStandIn.indexOf(':') + 1);
        List<TenantChecksum.Hashed> changes = new ArrayList<>();
        for (Change change : changeSet.getChanges()) {
            if (!(change instanceof DbmsTargetedChange targeted)
                    || DatabaseList.definitionMatches(targeted.getDbms(), database, true)) {
                changes.add(hashed(change, version));
            }
        }
        TenantChecksum checksum = new TenantChecksum(version, changes);
        boolean right = checksum.of(standIn.tenant()).equals(ofStandIn)
                && checksum.of(sample).equals(ofSample);
        return right ? Optional.of(checksum) : Optional.empty();
    }

    /** The sum that Liquibase makes of a changeset. */
    static String sum(ChangeSet changeSet, Database database) {
        return in(
                database,
                () -> changeSet.generateCheckSum(ChecksumVersion.latest()).toString());
    }

    /** Does work on checksums: what they are made of depends on the database, where a change names some by dbms. */
    static <T> T in(Database database, Scope.ScopedRunnerWithReturn<T> work) {
        try {
            return Scope.child(
                    Map.of(
                            Scope.Attr.database.name(),
                            database,
                            Scope.Attr.checksumVersion.name(),
                            ChecksumVersion.latest()),
                    work);
        } catch (Exception e) {
            throw new IllegalStateException("A checksum cannot be worked out: " + Causes.summary(e), e);
        }
    }

    private TenantChecksum.Hashed hashed(Change change, String version) {
        String sum = change.generateCheckSum().toString();
        TenantChecksum.Hashed hashed = text(change);
        return hashed.sum(version, standIn.tenant()).equals(sum) ? hashed : new TenantChecksum.Known(sum);
    }

    private TenantChecksum.Hashed text(Change change) {
        if (change instanceof CreateProcedureChange procedure) {
            return new TenantChecksum.OfSums(List.of(serialized(change), normalized(procedure.getProcedureText())));
        }
        if (change instanceof CreateViewChange view) {
            return new TenantChecksum.OfSums(List.of(serialized(change), normalized(view.getSelectQuery())));
        }
        boolean isText = change instanceof AbstractSQLChange && !(change instanceof SQLFileChange);
        return isText ? normalized(((AbstractSQLChange) change).getSql()) : serialized(change);
    }

    private TenantChecksum.Hashed serialized(Change change) {
        Set<String> excluded = change instanceof AbstractChange known
                ? Set.of(known.getExcludedFieldFilters(ChecksumVersion.latest()))
                : Set.of();
        String text = new StringChangeLogSerializer(new StringChangeLogSerializer.FieldFilter() {
                    @Override
                    public boolean include(Object part, String field, Object value) {
                        return !excluded.contains(field) && super.include(part, field, value);
                    }
                })
                .serialize(change, false);
        return new TenantChecksum.OfText(standIn.open(
                Normalizer.normalize(
                        StringUtil.standardizeLineEndings(text).replace("\uFFFD", ""), Normalizer.Form.NFC),
                Map.of()));
    }

    private TenantChecksum.Hashed normalized(String sql) {
        byte[] bytes = (sql == null ? "" : sql).getBytes(StandardCharsets.UTF_8);
        try (InputStream stream = new AbstractSQLChange.NormalizingStream(new ByteArrayInputStream(bytes))) {
            return new TenantChecksum.OfText(
                    standIn.open(new String(stream.readAllBytes(), StandardCharsets.UTF_8), Map.of()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.github.pgmt.maven.parameter;

import io.github.pgmt.maven.build.MavenSide;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.tenant.DidYouMean;
import java.util.List;
import java.util.Optional;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.building.SettingsProblem;
import org.apache.maven.settings.crypto.DefaultSettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecryptionResult;

/**
 * User name and password from {@code settings.xml}.
 *
 * @param username empty when the server entry has none
 * @param password decrypted; empty when the server entry has none
 */
record ServerCredentials(Optional<String> username, Optional<String> password) {

    static final ServerCredentials NONE = new ServerCredentials(Optional.empty(), Optional.empty());

    /**
     * @param where the id is given, for messages: {@code -Dpgmt.serverId}
     * @throws RunRefusedException when there is no such server, or its password cannot be decrypted
     */
    static ServerCredentials of(String serverId, String where, MavenSide maven) {
        Server server = maven.session().getSettings().getServer(serverId);
        if (server == null) {
            List<String> ids = maven.session().getSettings().getServers().stream()
                    .map(Server::getId)
                    .toList();
            throw new RunRefusedException("No <server> with id " + serverId + " in settings.xml."
                    + DidYouMean.of(serverId, ids) + " Add it, or correct " + where + ".");
        }
        SettingsDecryptionResult result =
                maven.settingsDecrypter().decrypt(new DefaultSettingsDecryptionRequest(server));
        for (SettingsProblem problem : result.getProblems()) {
            // A password that is not encrypted is passed through, so a problem is a real one.
            if (problem.getSeverity() != SettingsProblem.Severity.WARNING) {
                throw new RunRefusedException("The password of <server> " + serverId
                        + " in settings.xml cannot be decrypted: settings-security.xml, in ~/.m2 or where "
                        + "-Dsettings.security says, is missing or has another master password. Encrypt the password "
                        + "again with \"mvn --encrypt-password\".");
            }
        }
        return new ServerCredentials(
                Optional.ofNullable(result.getServer().getUsername()),
                Optional.ofNullable(result.getServer().getPassword()));
    }

    /** The credentials without their values. */
    @Override
    public String toString() {
        return "ServerCredentials";
    }
}

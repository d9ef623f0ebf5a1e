package io.github.pgmt.postgres.address;

import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.tenant.Database;
import io.github.pgmt.tenant.message.SecretName;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.util.URLCoder;

/**
 * Where the database is and who connects to it. Without a user or password pgjdbc looks for them itself: in the URL, in
 * {@code .pgpass}, in a service file.
 *
 * @param name as the user lists it beside other databases; empty where it is the only one
 */
public record DatabaseAddress(String name, String url, Optional<String> username, Optional<String> password) {

    /** @throws RunRefusedException when pgjdbc does not understand the URL, or pgmt cannot work with its parameters */
    public DatabaseAddress {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(url, "url is null");
        UrlName place = new UrlName(name);
        UrlText text = new UrlText(place, url);
        text.requireSound();
        Properties parsed = Driver.parseURL(url, new Properties());
        if (parsed == null) {
            throw text.refusal();
        }
        new UrlParameters(place, parsed).requireUsable();
    }

    /** Of the only database. */
    public DatabaseAddress(String url, Optional<String> username, Optional<String> password) {
        this("", url, username, password);
    }

    /** The database as tenants and reports name it. */
    public Database home() {
        return new Database(name, display());
    }

    /** The URL without anything secret, and without parameters: it goes into reports and logs. */
    public String display() {
        return new UrlText(url).withoutParameters();
    }

    /** @throws RunRefusedException when the URL has a parameter with which nothing can be changed, or not safely */
    public void requireForChanges() {
        parameters().requireForChanges();
    }

    /** What the URL asks for and does not get, as sentences. */
    public List<String> warnings() {
        return Stream.concat(roleOfUrl().stream(), parameters().warnings().stream())
                .toList();
    }

    /** How the user gave the URL, within a sentence. */
    public String place() {
        return new UrlName(name).within();
    }

    /** The same with the role and its password. */
    public String placeAndLogin() {
        return new UrlName(name).withLogin();
    }

    private Optional<String> roleOfUrl() {
        UrlName place = new UrlName(name);
        return Optional.ofNullable(PGProperty.USER.getOrNull(parsed()))
                .filter(role -> username.filter(given -> !given.equals(role)).isPresent())
                .map(role -> "The role is \"" + username.orElseThrow() + "\" (" + place.role() + "), not \"" + role
                        + "\", which " + place.within() + " names with user=. Leave one of them out.");
    }

    private Properties parsed() {
        return Driver.parseURL(url, new Properties());
    }

    private UrlParameters parameters() {
        return new UrlParameters(new UrlName(name), parsed());
    }

    /**
     * All that pgjdbc and the classes that the URL names are told, also what pgjdbc itself does not know. Of a user who is
     * given beside the URL it looks for the password that {@code .pgpass} has for that one.
     */
    public Properties properties() {
        String withUser = username.map(user -> url + (url.contains("?") ? "&" : "?") + "user=" + URLCoder.encode(user))
                .orElse(url);
        Properties all = Driver.parseURL(withUser, new Properties());
        password.ifPresent(secret -> PGProperty.PASSWORD.set(all, secret));
        return all;
    }

    /** How long answers may be waited for, and how large they may be. */
    public UrlLimits limits() {
        return UrlLimits.of(new UrlName(name), parsed());
    }

    /** Host and port as the URL has them; of several hosts all, with commas between them. */
    public String server() {
        List<String> hosts = List.of(PGProperty.PG_HOST.getOrNull(parsed()).split(","));
        List<String> ports = List.of(PGProperty.PG_PORT.getOrNull(parsed()).split(","));
        return IntStream.range(0, hosts.size())
                .mapToObj(index -> hosts.get(index) + ":" + ports.get(Math.min(index, ports.size() - 1)))
                .collect(Collectors.joining(","));
    }

    /** The name of the database; without one in the URL pgjdbc takes the role's. */
    public String database() {
        return Optional.ofNullable(PGProperty.PG_DBNAME.getOrNull(parsed()))
                .or(this::role)
                .orElse("");
    }

    /** Who connects, where that is known without asking pgjdbc's files. */
    public Optional<String> role() {
        return username.or(() -> Optional.ofNullable(PGProperty.USER.getOrNull(parsed())));
    }

    /** What must never be shown, wherever it turns up; very short passwords are left out, which would redact half a text. */
    public List<String> secrets() {
        return Stream.of(parsed(), properties())
                .flatMap(parameters -> parameters.stringPropertyNames().stream()
                        .filter(name -> SecretName.isOfSecret(name, parameters.getProperty(name)))
                        .map(parameters::getProperty))
                .filter(secret -> secret.length() > 2)
                .distinct()
                .toList();
    }

    /** A URL that can be shown and still works where the password comes from elsewhere; whoever it is for. */
    public static String withoutSecrets(String url) {
        return new UrlText(url).withoutSecrets();
    }

    /** The address without its secrets. */
    @Override
    public String toString() {
        return display();
    }
}

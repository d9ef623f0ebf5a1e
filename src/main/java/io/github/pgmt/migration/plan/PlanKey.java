package io.github.pgmt.migration.plan;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes hashes of what must not be read from a plan, such as the values of parameters: whoever does not have the key cannot try
 * out which value it was.
 */
public final class PlanKey {

    /** The environment variable that holds a key of the user's. */
    public static final String VARIABLE = "PGMT_PLAN_KEY";

    private static final String ALGORITHM = "HmacSHA256";

    private final boolean given;
    private final SecretKeySpec key;

    private PlanKey(boolean given, byte[] key) {
        this.given = given;
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /**
     * The user's own.
     *
     * @param secret not empty
     */
    public static PlanKey given(String secret) {
        return new PlanKey(true, secret.getBytes(StandardCharsets.UTF_8));
    }

    /** One that everybody has who has the plan: it only keeps hashes of one plan from being looked up in a table of another's. */
    static PlanKey ofPlan(Collection<PlannedDatabase> databases, Map<String, String> options) {
        String server = databases.stream().map(PlannedDatabase::text).sorted().collect(Collectors.joining("\n"));
        return new PlanKey(false, (server + "\n" + new TreeMap<>(options)).getBytes(StandardCharsets.UTF_8));
    }

    /** Whether it is the user's own. */
    public boolean isGiven() {
        return given;
    }

    /** Tells keys apart without showing them. */
    public String check() {
        return seal(List.of("pgmt plan"));
    }

    /** The hash of these texts, in order; it is told where one ends and the next begins. */
    public String seal(List<String> texts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            for (String text : texts) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                mac.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
                mac.update(bytes);
            }
            return HexFormat.of().formatHex(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has " + ALGORITHM + ".", e);
        }
    }

    @Override
    public String toString() {
        return given ? VARIABLE : "the plan's own";
    }
}

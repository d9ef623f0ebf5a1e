package io.github.pgmt.tenant.message;

import java.util.regex.Pattern;

/** Which names say that the value is not to be shown, be it of a property or of a URL's parameter. */
public final class SecretName {

    /** Somewhere in a name. The driver's {@code passfile} is the name of a file. */
    public static final String WORD = "(?:pass(?!file)|pwd|secret|token|credential|access.?key|api.?key|private.?key)";

    /** The name of a class. */
    private static final String CALLBACK = "sslpasswordcallback";

    private static final Pattern SOMEWHERE = Pattern.compile(WORD, Pattern.CASE_INSENSITIVE);
    private static final Pattern YES_OR_NO = Pattern.compile("true|false", Pattern.CASE_INSENSITIVE);
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    /** A password may be a number, and so may be what is called a token and nothing more. */
    private static final Pattern MAY_BE_A_NUMBER =
            Pattern.compile("pass(?!file)|pwd|" + WORD + "\\d*$", Pattern.CASE_INSENSITIVE);

    private SecretName() {}

    /** Whether the value may be a secret: <code>useToken=true</code> and <code>token.seconds=300</code> are none. */
    public static boolean isOfSecret(String name, String value) {
        if (name.equalsIgnoreCase(CALLBACK) || YES_OR_NO.matcher(value).matches()) {
            return false;
        }
        Pattern secret = NUMBER.matcher(value).matches() ? MAY_BE_A_NUMBER : SOMEWHERE;
        return secret.matcher(name).find();
    }
}

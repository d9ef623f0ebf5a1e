package io.github.pgmt.migration.failure;

import io.github.pgmt.tenant.message.MessageText;
import java.util.Optional;

/** Words for what nobody has foreseen, and for what the JVM itself is short of. */
public final class UnexpectedError {

    private static final String MEMORY =
            "Give Maven's JVM more memory (MAVEN_OPTS=-Xmx2g, or .mvn/jvm.config), or work on "
                    + "fewer tenants at once (-Dpgmt.threads).";
    private static final String STACK = "Look for what calls itself without end, or give Maven's JVM more stack "
            + "(MAVEN_OPTS=-Xss4m, or .mvn/jvm.config).";

    private UnexpectedError() {}

    /** What was thrown and what to do about it, as sentences. */
    public static String describe(Throwable thrown) {
        return "Unexpected error: " + MessageText.ofRows(String.valueOf(thrown)) + ". "
                + advice(thrown).orElse("Run Maven with -e -X and report it, please.");
    }

    /** What to do where the JVM lacks something; empty where nothing is known. */
    public static Optional<String> advice(Throwable thrown) {
        return jvmError(thrown).flatMap(UnexpectedError::ofJvm);
    }

    /** Whether what was thrown may have left the work of other code half done: memory or stack came to an end in it. */
    public static boolean isOfJvm(Throwable thrown) {
        return jvmError(thrown).isPresent();
    }

    private static Optional<String> ofJvm(VirtualMachineError error) {
        if (error instanceof OutOfMemoryError) {
            return Optional.of(MEMORY);
        }
        return error instanceof StackOverflowError ? Optional.of(STACK) : Optional.empty();
    }

    private static Optional<VirtualMachineError> jvmError(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof VirtualMachineError error) {
                return Optional.of(error);
            }
        }
        return Optional.empty();
    }
}

package io.github.pgmt.maven.console;

/** The words for what a goal does to tenants. */
final class OperationText {

    private OperationText() {}

    /** How the console begins: {@code Migrating}, {@code Planning (dry run)}. */
    static String begins(ConsoleSettings settings) {
        if (settings.dryRun()) {
            return "Planning (dry run)";
        }
        return switch (settings.operation()) {
            case MIGRATE -> "Migrating";
            case SET_UP -> "Setting up";
            case ROLL_BACK -> "Rolling back";
            case DROP -> "Dropping";
            case SYNCHRONIZE -> "Recording the changelog as run in";
            case TAG -> "Tagging";
            case RELEASE -> "Looking for Liquibase's lock in";
        };
    }
}

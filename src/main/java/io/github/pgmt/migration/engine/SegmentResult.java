package io.github.pgmt.migration.engine;

import java.util.Objects;
import java.util.Optional;

/**
 * What came of the changesets that Liquibase runs between two replays.
 *
 * @param result what was done; unless there is {@code otherwise}, no more than these changesets
 * @param otherwise what was otherwise than in the pilot, as the end of a sentence that begins with the first of the changesets.
 *     Then the tenant is its pilot's like no longer, and Liquibase has gone on to the end of what is due in it
 */
public record SegmentResult(EngineResult result, Optional<String> otherwise) {

    public SegmentResult {
        Objects.requireNonNull(result, "result is null");
        Objects.requireNonNull(otherwise, "otherwise is null");
    }
}

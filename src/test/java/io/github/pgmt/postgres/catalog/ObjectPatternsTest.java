package io.github.pgmt.postgres.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ObjectPatternsTest {

    @Test
    void onlyStarsAndQuestionMarksMeanSomething() {
        assertThat(ObjectPatterns.of(List.of("index *_tmp", "table a?c", "table 100%", "table a\\*b", "table a\\\\b")))
                .containsExactly("index %\\_tmp", "table a_c", "table 100\\%", "table a*b", "table a\\\\b");
    }
}

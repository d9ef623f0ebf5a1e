package io.github.pgmt.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListTextTest {

    @Test
    void splitsAtCommasThatAreNotTakenTheirMeaning() {
        assertThat(ListText.split(" a , b\\,c ,d\\\\,e\\*")).containsExactly("a", "b\\,c", "d\\\\", "e\\*");
    }

    @Test
    void anEmptyEntryStaysOne() {
        assertThat(ListText.split("a,,b,")).containsExactly("a", "", "b", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"acme", "x,y", "star*", "a?b", "back\\slash", "\\*", "\\\\,", "a\\", "😀,?"})
    void aLiteralMatchesItsNameAlone(String name) {
        List<String> entries = ListText.split("other," + ListText.literal(name) + ",more");

        assertThat(entries).hasSize(3);
        Glob glob = new Glob(entries.get(1));
        assertThat(glob.name()).contains(name);
        assertThat(glob.test(name)).isTrue();
        assertThat(glob.test(name.replace('*', 'x').replace('?', 'y') + "z")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"app", "a,b", "star*", "back\\slash", "\\*", "\\\\,", "a\\", "a\\,?"})
    void aNameInAListOfNamesIsItself(String name) {
        List<String> entries = ListText.split("other," + ListText.name(name) + ",more");

        assertThat(entries).hasSize(3);
        assertThat(ListText.named(entries.get(1))).isEqualTo(name);
    }

    @Test
    void whatHasNoMeaningInANameStaysAsItIs() {
        assertThat(ListText.named("DOMAIN\\app*?")).isEqualTo("DOMAIN\\app*?");
        assertThat(ListText.named("\\*")).isEqualTo("\\*");
    }

    @Test
    void tellsWhatACommaWouldGoOnWith() {
        assertThat(ListText.endsInsideAnEscape("x\\")).isTrue();
        assertThat(ListText.endsInsideAnEscape("x\\\\")).isFalse();
        assertThat(ListText.endsInsideAnEscape("x")).isFalse();
    }
}

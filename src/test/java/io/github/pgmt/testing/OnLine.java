package io.github.pgmt.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.AnnotationBasedArgumentsProvider;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * A test that takes a {@link LiquibaseLine}: on this one in every build, and on both at length, see {@link Faults}. For what
 * is tried of both lines elsewhere, or is pgmt's own: each such test costs as much again as it says something new.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest
@ArgumentsSource(OnLine.Lines.class)
@Tag(Faults.TAG)
public @interface OnLine {

    /** The one of every build. */
    LiquibaseLine value();

    /** Reads the annotation. */
    final class Lines extends AnnotationBasedArgumentsProvider<OnLine> {

        @Override
        protected Stream<? extends Arguments> provideArguments(
                ParameterDeclarations parameters, ExtensionContext context, OnLine test) {
            List<LiquibaseLine> others = Arrays.stream(LiquibaseLine.values())
                    .filter(line -> line != test.value())
                    .toList();
            return Faults.cases(List.of(test.value()), others).map(Arguments::of);
        }
    }
}

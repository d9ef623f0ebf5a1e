package io.github.pgmt.testing;

import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.engine.SchemaText;
import io.github.pgmt.migration.engine.TenantChecksum;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Records whose every text is a given one, in every shape that their constructors let through: with every value of their
 * enums and flags, each of their optional parts in turns, and with as many of these as go together. What is in them is found by reflection, so a new
 * component is there by itself.
 */
public final class EveryText {

    /** How deep alternatives of a part are tried one by one; further down the first one stands for all. */
    private static final int DEEP = 2;

    private final Map<String, String> own;
    private final UnaryOperator<String> text;
    private final Set<String> places = new TreeSet<>();

    /**
     * @param own what is no text of somebody else's, with its value, by the place where it is: {@code RunHead.goal}
     * @param text the text for such a place
     */
    public EveryText(Map<String, String> own, UnaryOperator<String> text) {
        this.own = Map.copyOf(own);
        this.text = text;
    }

    /** All shapes of such records. */
    public <T> List<T> of(Class<T> type) {
        return shapes(type, type.getSimpleName(), 0).stream().map(type::cast).toList();
    }

    /** Where texts were put: {@code Failure.message}. */
    public Set<String> places() {
        return Collections.unmodifiableSet(places);
    }

    private List<?> shapes(Type type, String place, int depth) {
        if (type instanceof ParameterizedType generic) {
            return shapesOfGeneric(generic, place, depth);
        }
        Class<?> kind = (Class<?>) type;
        if (kind.isSealed()) {
            return Stream.of(kind.getPermittedSubclasses())
                    .flatMap(permitted -> shapes(permitted, place, depth).stream())
                    .toList();
        }
        if (kind == RunId.class) {
            return List.of(Reports.RUN_ID);
        }
        if (kind == TenantChecksum.class) {
            // It is made of others of its kind.
            return List.of(new TenantChecksum("9:", List.of(new TenantChecksum.Known("0f"))));
        }
        if (kind == SchemaText.class) {
            return plain(String.class, "SchemaText.parts").stream()
                    .map(part -> new SchemaText(List.of((String) part), List.of()))
                    .toList();
        }
        return kind.isRecord()
                ? records(kind, depth)
                : kind.isEnum() ? List.of(kind.getEnumConstants()) : plain(kind, place);
    }

    private List<?> plain(Class<?> kind, String place) {
        if (kind == String.class) {
            if (own.containsKey(place)) {
                return List.of(own.get(place));
            }
            places.add(place);
            return List.of(text.apply(place));
        }
        if (kind == boolean.class) {
            return List.of(true, false);
        }
        return List.of(
                switch (kind.getSimpleName()) {
                    case "int" -> 3;
                    case "long" -> 3L;
                    case "Duration" -> Duration.ofSeconds(3);
                    case "Instant" -> Instant.EPOCH;
                    case "OptionalInt" -> OptionalInt.of(7);
                    case "LocalDate" -> LocalDate.of(2026, 11, 29);
                    case "LocalDateTime" -> LocalDateTime.of(2026, 11, 29, 12, 0);
                    default -> throw new IllegalArgumentException("Say what a " + kind + " at " + place + " is to be");
                });
    }

    private List<?> shapesOfGeneric(ParameterizedType type, String place, int depth) {
        List<?> parts = shapes(type.getActualTypeArguments()[0], place, depth);
        if (type.getRawType() == Optional.class) {
            return alternatives(parts, depth).stream().map(Optional::of).toList();
        }
        if (type.getRawType() == Map.class) {
            return List.of(Map.of(
                    parts.get(0),
                    shapes(type.getActualTypeArguments()[1], place, depth).get(0)));
        }
        if (type.getRawType() == SortedMap.class) {
            return List.of(new TreeMap<>(Map.of(
                    parts.get(0),
                    shapes(type.getActualTypeArguments()[1], place, depth).get(0))));
        }
        return type.getRawType() == Set.class ? List.of(new LinkedHashSet<>(parts)) : List.of(parts);
    }

    private static List<?> alternatives(List<?> parts, int depth) {
        return depth <= DEEP ? parts : parts.subList(0, 1);
    }

    private List<?> records(Class<?> kind, int depth) {
        List<List<?>> optional = new ArrayList<>();
        List<List<Object>> chosen = List.of(List.of());
        for (RecordComponent component : kind.getRecordComponents()) {
            String place = kind.getSimpleName() + "." + component.getName();
            List<?> all = shapes(component.getGenericType(), place, depth + 1);
            List<?> values = component.getType().isRecord() ? alternatives(all, depth + 2) : all;
            if (component.getType() == Optional.class) {
                optional.add(values);
                // Which of them it is, is said when all else is chosen.
                values = List.of(values);
            }
            chosen = product(chosen, values);
        }
        int most = optional.stream().mapToInt(List::size).max().orElse(1);
        List<List<Object>> all = chosen;
        return IntStream.range(0, Math.max(all.size(), most))
                .mapToObj(turn -> inTurns(all.get(turn % all.size()), turn))
                .flatMap(values -> fullest(kind, values).stream())
                .distinct()
                .toList();
    }

    private static List<List<Object>> product(List<List<Object>> before, List<?> values) {
        return before.stream()
                .flatMap(chosen -> values.stream()
                        .map(value ->
                                Stream.concat(chosen.stream(), Stream.of(value)).toList()))
                .toList();
    }

    /** All pairs of optional parts would be too many. */
    private static List<Object> inTurns(List<Object> values, int turn) {
        return values.stream()
                .map(value -> value instanceof List<?> parts && !parts.isEmpty() && parts.get(0) instanceof Optional
                        ? parts.get(turn % parts.size())
                        : value)
                .toList();
    }

    /** With as many optional parts as the constructor lets through; none where it takes no such values at all. */
    private static Optional<Object> fullest(Class<?> kind, List<Object> values) {
        List<Integer> optional = new ArrayList<>();
        for (int index = 0; index < values.size(); index++) {
            if (values.get(index) instanceof Optional) {
                optional.add(index);
            }
        }
        return Stream.iterate(0, without -> without < 1 << optional.size(), without -> without + 1)
                .sorted((one, other) -> Integer.bitCount(one) - Integer.bitCount(other))
                .flatMap(without -> made(kind, lacking(values, optional, without)).stream())
                .findFirst();
    }

    private static List<Object> lacking(List<Object> values, List<Integer> optional, int without) {
        List<Object> left = new ArrayList<>(values);
        for (int index = 0; index < optional.size(); index++) {
            if ((without >> index & 1) == 1) {
                left.set(optional.get(index), Optional.empty());
            }
        }
        return left;
    }

    private static Optional<Object> made(Class<?> kind, List<Object> values) {
        try {
            Class<?>[] types = Stream.of(kind.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new);
            Constructor<?> constructor = kind.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return Optional.of(constructor.newInstance(values.toArray()));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException) {
                return Optional.empty();
            }
            throw new AssertionError("A " + kind + " could not be made", e);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("A " + kind + " could not be made", e);
        }
    }
}

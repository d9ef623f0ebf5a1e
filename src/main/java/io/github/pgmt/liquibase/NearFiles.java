package io.github.pgmt.liquibase;

import io.github.pgmt.tenant.DidYouMean;
import io.github.pgmt.tenant.NearNames;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import liquibase.resource.Resource;
import liquibase.resource.ResourceAccessor;

/**
 * The files that somebody may have meant by one that is not there: it may be named as it is in the project and not as it is
 * in the search path, have another extension, be in another case or directory, or be mistyped. Only some directories are
 * looked through, since a class path has tens of thousands of files.
 */
final class NearFiles {

    private static final int DEPTH = 6;
    private static final int FILES_LOOKED_AT = 2_000;
    private static final int FILES_NAMED = 3;

    private static final Set<String> EXTENSIONS = Set.of("yaml", "yml", "xml", "json", "sql");

    /** Where changelogs are by the customs of Liquibase, Spring Boot and others. */
    private static final List<String> USUAL = List.of("db/", "liquibase/", "changelog/", "changelogs/", "migrations/");

    private final ResourceAccessor resources;

    NearFiles(ResourceAccessor resources) {
        this.resources = resources;
    }

    /** A question, with a blank before it; empty where nothing is near. */
    String didYouMean(String file) {
        String wanted = file.replace('\\', '/').replaceFirst("^(?:\\.?/+)+", "");
        List<String> inside = withoutBeginning(wanted);
        return DidYouMean.question(inside.isEmpty() ? near(wanted) : inside);
    }

    /** {@code db/changes.xml} of {@code src/main/resources/db/changes.xml}, if that is there. */
    private List<String> withoutBeginning(String wanted) {
        if (isThere(wanted)) {
            return List.of(wanted);
        }
        for (int slash = wanted.indexOf('/'); slash >= 0; slash = wanted.indexOf('/', slash + 1)) {
            String rest = wanted.substring(slash + 1);
            if (!rest.isBlank() && isThere(rest)) {
                return List.of(rest);
            }
        }
        return List.of();
    }

    private boolean isThere(String file) {
        try {
            List<Resource> found = resources.getAll(file);
            return found != null && !found.isEmpty();
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private List<String> near(String wanted) {
        Set<String> candidates = candidates(wanted);
        Set<String> near = new LinkedHashSet<>();
        candidates.stream().filter(file -> base(file).equals(base(wanted))).forEach(near::add);
        List<String> ofTheSameName = candidates.stream()
                .filter(file -> base(name(file)).equals(base(name(wanted))))
                .toList();
        near.addAll(NearNames.near(wanted, ofTheSameName, FILES_NAMED));
        near.addAll(ofTheSameName);
        near.addAll(NearNames.near(wanted, candidates, FILES_NAMED));
        return near.stream().limit(FILES_NAMED).toList();
    }

    private Set<String> candidates(String wanted) {
        Set<String> files = new TreeSet<>();
        List<String> directories = new ArrayList<>();
        for (int slash = wanted.lastIndexOf('/'); slash > 0; slash = wanted.lastIndexOf('/', slash - 1)) {
            directories.add(wanted.substring(0, slash + 1));
        }
        for (String directory : directories) {
            addFiles(files, directory, DEPTH);
        }
        USUAL.forEach(directory -> addFiles(files, directory, DEPTH));
        int dot = name(wanted).lastIndexOf('.');
        String base = dot < 0 ? wanted : wanted.substring(0, wanted.lastIndexOf('.'));
        EXTENSIONS.stream()
                .map(extension -> base + "." + extension)
                .filter(this::isThere)
                .forEach(files::add);
        return files;
    }

    private void addFiles(Collection<String> files, String directory, int depth) {
        ResourceAccessor.SearchOptions options = new ResourceAccessor.SearchOptions();
        options.setMaxDepth(depth);
        try {
            for (Resource resource : resources.search(directory, options)) {
                if (files.size() >= FILES_LOOKED_AT) {
                    return;
                }
                if (EXTENSIONS.contains(extension(resource.getPath()))) {
                    files.add(resource.getPath());
                }
            }
        } catch (IOException | RuntimeException e) {
            // A hint is only a hint: what cannot be looked through has none.
        }
    }

    private static String name(String file) {
        return file.substring(file.lastIndexOf('/') + 1);
    }

    /** Without the extension, in lower case. */
    private static String base(String file) {
        int dot = file.lastIndexOf('.');
        return (dot > file.lastIndexOf('/') ? file.substring(0, dot) : file).toLowerCase(Locale.ROOT);
    }

    private static String extension(String file) {
        return name(file).substring(name(file).lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}

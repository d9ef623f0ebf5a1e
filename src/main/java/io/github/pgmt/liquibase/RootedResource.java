package io.github.pgmt.liquibase;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import liquibase.resource.OpenOptions;
import liquibase.resource.Resource;

/**
 * A file of the changelog whose neighbours are files of the changelog too. Liquibase's own finds neighbours anywhere, by
 * {@code relativeToChangelogFile}.
 */
final class RootedResource implements Resource {

    private final Resource resource;
    private final ResourceRoot root;
    private final FirstRootResources roots;

    /** @param root where the resource was found, or the one that it is a neighbour in */
    RootedResource(Resource resource, ResourceRoot root, FirstRootResources roots) {
        this.resource = resource;
        this.root = root;
        this.roots = roots;
    }

    @Override
    public String getPath() {
        return root.name(resource);
    }

    @Override
    public URI getUri() {
        return resource.getUri();
    }

    /** A neighbour that is none does not exist. */
    @Override
    public boolean exists() {
        try {
            return roots.has(getPath(), resource) && resource.exists();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public InputStream openInputStream() throws IOException {
        if (!roots.has(getPath(), resource)) {
            throw new FileNotFoundException(getPath() + " is not in the search path");
        }
        return root.open(resource);
    }

    @Override
    public Resource resolve(String other) {
        return new RootedResource(resource.resolve(other), root, roots);
    }

    @Override
    public Resource resolveSibling(String other) {
        return new RootedResource(resource.resolveSibling(other), root, roots);
    }

    @Override
    public boolean isWritable() {
        return false;
    }

    @Override
    public OutputStream openOutputStream(OpenOptions options) throws IOException {
        throw new IOException("A changelog is only read.");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Resource another && getUri().equals(another.getUri());
    }

    @Override
    public int hashCode() {
        return getUri().hashCode();
    }

    @Override
    public String toString() {
        return resource.toString();
    }
}

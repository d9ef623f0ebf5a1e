package io.github.pgmt.maven.build;

/** Whether the POM, a parent or settings.xml refers to a property: then it has a meaning, though none for pgmt. */
public final class UsedByPom {

    private final MavenSide maven;
    private PropertyReferences references;

    public UsedByPom(MavenSide maven) {
        this.maven = maven;
    }

    /** Reads the POMs only when it is asked, which is nearly never. */
    public boolean is(String property) {
        if (references == null) {
            references = PropertyReferences.of(maven.session(), maven.project());
        }
        return references.hasOutside(property, name -> false);
    }
}

package io.github.pgmt.maven.build;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.artifact.DefaultArtifact;
import org.apache.maven.artifact.handler.DefaultArtifactHandler;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.DefaultMavenExecutionResult;
import org.apache.maven.execution.MavenExecutionRequest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Model;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.io.xpp3.MavenXpp3Reader;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugin.descriptor.PluginDescriptorBuilder;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.configuration.PlexusConfigurationException;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.codehaus.plexus.util.xml.pull.XmlPullParserException;
import org.eclipse.aether.RepositorySystemSession;

/** What Maven hands to a goal, {@code pgmt:migrate-all} if no other is said, without a Maven. */
public final class TestMaven {

    private final MavenExecutionRequest request = new DefaultMavenExecutionRequest();
    private final Xpp3Dom configuration = new Xpp3Dom("configuration");
    private final List<MavenProject> others = new ArrayList<>();
    private MavenProject project = new MavenProject(new Model());
    private String goal = "migrate-all";
    private String executionId = "default-cli";

    /** A property from the command line. */
    public TestMaven typed(String property, String value) {
        request.getUserProperties().setProperty(property, value);
        return this;
    }

    /** A property of Maven's JVM. */
    public TestMaven system(String property, String value) {
        // What the request gives out may be a copy.
        Properties properties = new Properties();
        properties.putAll(request.getSystemProperties());
        properties.setProperty(property, value);
        request.setSystemProperties(properties);
        return this;
    }

    /** The goal that runs. */
    public TestMaven goal(String name) {
        goal = name;
        return this;
    }

    /** What Maven was called with: goals and phases. */
    public TestMaven tasks(String... names) {
        request.setGoals(List.of(names));
        return this;
    }

    /** The execution that runs. */
    public TestMaven execution(String id) {
        executionId = id;
        return this;
    }

    /** What a project's POM has inside, as it is written. */
    public TestMaven pom(String inside) {
        return pom(Path.of("").toAbsolutePath(), inside);
    }

    /** The same of a project in a directory. */
    public TestMaven pom(Path directory, String inside) {
        project = project(directory, inside);
        return this;
    }

    /** Another module of the build, on the class path of the project that has been given. */
    public TestMaven dependency(Path directory, String inside) {
        MavenProject module = project(directory, inside);
        others.add(module);
        return onClassPath(
                "com.example", "module", directory.resolve(module.getBuild().getOutputDirectory()));
    }

    /** The same of a module that the command line leaves out: its jar comes from the local repository. */
    public TestMaven installedDependency(Path directory, String inside, Path jar) {
        MavenProject module = project(directory, inside);
        others.add(module);
        return onClassPath(module.getGroupId(), module.getArtifactId(), jar);
    }

    private TestMaven onClassPath(String groupId, String artifactId, Path file) {
        Artifact artifact = new DefaultArtifact(
                groupId, artifactId, "1", Artifact.SCOPE_COMPILE, "jar", null, new DefaultArtifactHandler("jar"));
        ((DefaultArtifactHandler) artifact.getArtifactHandler()).setAddedToClasspath(true);
        artifact.setFile(file.toFile());
        project.setArtifacts(Set.of(artifact));
        return this;
    }

    private static MavenProject project(Path directory, String inside) {
        String text = "<project>" + inside + "</project>";
        try {
            MavenXpp3Reader reader = new MavenXpp3Reader();
            MavenProject project = new MavenProject(reader.read(new StringReader(text)));
            project.setOriginalModel(reader.read(new StringReader(text)));
            project.setFile(directory.resolve("pom.xml").toFile());
            project.setArtifacts(Set.of());
            return project;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (XmlPullParserException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** What Maven has put together for a parameter. */
    public TestMaven configured(String parameter, String text) {
        element(parameter).setValue(text);
        return this;
    }

    /** A parameter with an element inside. */
    public TestMaven configuredInside(String parameter, String text) {
        Xpp3Dom inner = new Xpp3Dom("entry");
        inner.setValue(text);
        element(parameter).addChild(inner);
        return this;
    }

    private Xpp3Dom element(String parameter) {
        Xpp3Dom element = new Xpp3Dom(parameter);
        configuration.addChild(element);
        return element;
    }

    MavenExecutionRequest request() {
        return request;
    }

    @SuppressWarnings("deprecation") // The constructor is Maven's own.
    public MavenSide side() {
        PluginDescriptor ofPlugin = descriptor();
        MojoDescriptor descriptor = ofPlugin.getMojo(goal);
        Plugin plugin = new Plugin();
        plugin.setGroupId("io.github.pgmt");
        plugin.setArtifactId("pgmt-maven-plugin");
        ofPlugin.setPlugin(plugin);
        MojoExecution execution = new MojoExecution(descriptor, executionId);
        execution.setConfiguration(configuration);
        MavenSession session =
                new MavenSession(null, (RepositorySystemSession) null, request, new DefaultMavenExecutionResult());
        session.setCurrentProject(project);
        session.setAllProjects(
                Stream.concat(Stream.of(project), others.stream()).toList());
        return new MavenSide(session, execution, project, null, null);
    }

    /** The one that the build has made. */
    private static PluginDescriptor descriptor() {
        URL classes = MavenSide.class.getProtectionDomain().getCodeSource().getLocation();
        try (Reader reader = new InputStreamReader(
                new URL(classes, "META-INF/maven/plugin.xml").openStream(), StandardCharsets.UTF_8)) {
            return new PluginDescriptorBuilder().build(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (PlexusConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }
}

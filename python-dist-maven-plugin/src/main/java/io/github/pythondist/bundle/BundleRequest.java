package io.github.pythondist.bundle;

import io.github.pythondist.consumer.InterpreterHome;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What to bundle.
 *
 * @param name of the bundle, by which it is found on a class path
 * @param project whose bundle it is
 * @param pythonGroupId of the interpreter's artifact
 * @param python the interpreter, for this machine or another
 * @param environment a virtual environment or a directory of installed packages, or null for none
 * @param wheels wheel files to install
 * @param sources directories of the project's own Python sources
 * @param scripts programs in {@code bin}: name → {@code module:function}
 * @param application a Java application, or null for none
 * @param modules what to keep of the standard library is what these need; empty to keep all
 * @param libpython whether the library for embedding is kept, if the interpreter itself does without
 * @param bytecode whether packages and sources are compiled, where that can be done
 * @param epochSecond the time of all files, in seconds since 1970-01-01T00:00:00Z
 * @param outputs what to write, sorted by file
 * @param workDirectory for intermediate results
 */
public record BundleRequest(
        String name,
        Project project,
        String pythonGroupId,
        InterpreterHome python,
        @Nullable Path environment,
        List<Path> wheels,
        List<Path> sources,
        SortedMap<String, String> scripts,
        @Nullable JavaApplication application,
        List<String> modules,
        boolean libpython,
        boolean bytecode,
        long epochSecond,
        List<Output> outputs,
        Path workDirectory) {

    /** Maven coordinates of the project. */
    public record Project(String groupId, String artifactId, String version) {}

    /**
     * @param mainClass to start
     * @param parts the class path, in its order
     */
    public record JavaApplication(String mainClass, List<JavaPart> parts) {}

    /** A jar and the coordinates of the artifact that it is; the classifier may be empty. */
    public record JavaPart(Path file, String groupId, String artifactId, String version, String classifier) {}

    /** A form of the bundle and where it is to be. */
    public record Output(Form form, Path file) {}

    /** What a bundle can be written as. */
    public enum Form {
        TAR_ZST("tar.zst"),
        TAR_GZ("tar.gz"),
        ZIP("zip"),
        /** A zip among the project's classes, where python-dist-runtime finds it. */
        CLASS_PATH("class-path"),
        DIRECTORY("directory");

        private final String word;

        Form(String word) {
            this.word = word;
        }

        /** How the form is called in a POM; also the type of the artifact where it becomes one. */
        public String word() {
            return word;
        }

        /** Whether it becomes an artifact of the project. */
        public boolean isArtifact() {
            return this == TAR_ZST || this == TAR_GZ || this == ZIP;
        }
    }

    public BundleRequest {
        wheels = List.copyOf(wheels);
        sources = List.copyOf(sources);
        modules = List.copyOf(modules);
        outputs = List.copyOf(outputs);
    }
}

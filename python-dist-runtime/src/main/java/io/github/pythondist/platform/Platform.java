package io.github.pythondist.platform;

import io.github.pythondist.report.BuildFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a Maven classifier of a distribution says: {@code <os>-<arch>[-musl][-<flavour>...][-<content>]}, such as
 * {@code linux-x86_64}, {@code linux-aarch_64-musl}, {@code linux-x86_64-freethreaded-full}.
 *
 * <p>The first two names are those of {@code os.detected.classifier} (os-maven-plugin), so that builds which have that
 * property can use it as it is.
 *
 * @param os {@code linux}, {@code osx} or {@code windows}
 * @param arch such as {@code x86_64} or {@code aarch_64}
 * @param flavours ways the interpreter was built that differ from the default, such as {@code freethreaded}, in the
 *     order of the classifier
 * @param content what the archive holds; {@link Content#RUNTIME} has no name in the classifier
 */
public record Platform(String os, String arch, Libc libc, List<String> flavours, Content content) {

    /** Which part of a distribution an archive holds. */
    public enum Content {
        /** All that a user runs, stripped. */
        RUNTIME(""),
        /** Also objects, static libraries, headers of components and the test suite. */
        FULL("full"),
        /** The debug symbols that were taken out of the binaries. */
        DEBUGINFO("debuginfo"),
        /** What an application carries with it: flat, the standard library in one zip. For Windows. */
        EMBED("embed", "zip");

        private final String name;
        private final String type;

        Content(String name) {
            this(name, "tar.zst");
        }

        Content(String name, String type) {
            this.name = name;
            this.type = type;
        }

        /** The Maven type of archives that hold it. */
        public String type() {
            return type;
        }

        private static Content named(String name) {
            return Stream.of(values())
                    .filter(content -> content.name.equals(name))
                    .findFirst()
                    .orElse(RUNTIME);
        }
    }

    private static final Set<String> SYSTEMS = Set.of("linux", "osx", "windows");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");
    private static final String MUSL = "musl";

    public Platform {
        flavours = List.copyOf(flavours);
    }

    /** A platform alone: default flavour, runtime content. */
    public static Platform of(String os, String arch, Libc libc) {
        return new Platform(os, arch, libc, List.of(), Content.RUNTIME);
    }

    /**
     * Reads a classifier.
     *
     * @throws BuildFailure if it does not have the form
     */
    public static Platform parse(String classifier) {
        List<String> parts = new ArrayList<>(List.of(classifier.split("-", -1)));
        if (parts.size() < 2 || !SYSTEMS.contains(parts.get(0))) {
            throw malformed(classifier);
        }
        if (!parts.stream().allMatch(part -> NAME.matcher(part).matches())) {
            throw malformed(classifier);
        }
        String os = parts.remove(0);
        String arch = parts.remove(0);
        Libc libc = os.equals("linux") ? Libc.GLIBC : Libc.SYSTEM;
        if (libc == Libc.GLIBC && !parts.isEmpty() && parts.get(0).equals(MUSL)) {
            libc = Libc.MUSL;
            parts.remove(0);
        }
        Content content = Content.RUNTIME;
        if (!parts.isEmpty()) {
            content = Content.named(parts.get(parts.size() - 1));
            if (content != Content.RUNTIME) {
                parts.remove(parts.size() - 1);
            }
        }
        if (parts.contains(MUSL) || parts.stream().anyMatch(part -> Content.named(part) != Content.RUNTIME)) {
            throw malformed(classifier);
        }
        return new Platform(os, arch, libc, parts, content);
    }

    /** The Maven classifier, the inverse of {@link #parse}. */
    public String classifier() {
        List<String> parts = new ArrayList<>(List.of(os, arch));
        if (libc == Libc.MUSL) {
            parts.add(MUSL);
        }
        parts.addAll(flavours);
        if (content != Content.RUNTIME) {
            parts.add(content.name);
        }
        return String.join("-", parts);
    }

    /** System, processor and C library alone: what decides whether a binary runs. */
    public Platform base() {
        return of(os, arch, libc);
    }

    /** The same platform with other content. */
    public Platform withContent(Content other) {
        return new Platform(os, arch, libc, flavours, other);
    }

    /** The same platform with other flavours. */
    public Platform withFlavours(List<String> others) {
        return new Platform(os, arch, libc, others, content);
    }

    /** Whether binaries of this platform run on a machine of that one: same system, processor and C library. */
    public boolean runsOn(Platform host) {
        return base().equals(host.base());
    }

    @Override
    public String toString() {
        return classifier();
    }

    private static BuildFailure malformed(String classifier) {
        return new BuildFailure("\"" + classifier + "\" is no platform of a distribution")
                .remedy(
                        "Write <os>-<arch>[-musl][-<flavour>][-full|-debuginfo|-embed], where os is linux, osx or windows:"
                                + " for example linux-x86_64, linux-aarch_64-musl, linux-x86_64-full.");
    }
}

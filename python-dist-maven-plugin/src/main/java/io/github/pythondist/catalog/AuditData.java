package io.github.pythondist.catalog;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the audit's rules know about the world, from {@code audit/*.yaml}: patterns and lists, no decisions.
 *
 * @param paths {@code paths.yaml}
 * @param libraries {@code libraries.yaml}
 * @param copyleft {@code copyleft.yaml}
 * @param hardening {@code hardening.yaml}
 * @param windows {@code windows.yaml}
 */
public record AuditData(Paths paths, Libraries libraries, Copyleft copyleft, Hardening hardening, Windows windows) {

    /**
     * Directories where software is built, and what may be mistaken for them.
     *
     * @param roots where builds, homes and temporary files are
     * @param generated globs of text files that the build writes; other texts are upstream's own words
     * @param upstreamTexts globs of texts whose authors may name any path: test suites, documentation
     * @param constants paths that upstream's code has in it wherever it is built
     */
    public record Paths(
            List<Root> roots, List<String> generated, List<String> upstreamTexts, List<Constant> constants) {
        public Paths {
            roots = Defaults.list(roots);
            generated = Defaults.list(generated);
            upstreamTexts = Defaults.list(upstreamTexts);
            constants = Defaults.list(constants);
        }
    }

    /**
     * @param path with slashes at both ends
     * @param what kind of directory it is
     */
    public record Root(String path, String what) {}

    /**
     * @param path how the found text begins
     * @param files glob of the files that may hold it
     * @param why what it is for
     */
    public record Constant(String path, String files, String why) {}

    /**
     * @param libraries those whose symbols must stay inside
     */
    public record Libraries(List<Library> libraries) {
        public Libraries {
            libraries = Defaults.list(libraries);
        }
    }

    /**
     * @param name of the component
     * @param symbols regular expression for the whole name of any of its functions or variables
     */
    public record Library(String name, Pattern symbols) {}

    /**
     * @param libraries software that must not be inside
     */
    public record Copyleft(List<Evidence> libraries) {
        public Copyleft {
            libraries = Defaults.list(libraries);
        }
    }

    /**
     * What gives a library away.
     *
     * @param name of the library
     * @param license SPDX expression
     * @param needed regular expression for its name as a shared library
     * @param symbols regular expression for names that it has and its permissive namesakes have not
     * @param texts strings in its code that its permissive namesakes have not
     */
    public record Evidence(
            String name,
            String license,
            @Nullable Pattern needed,
            @Nullable Pattern symbols,
            List<Text> texts) {
        public Evidence {
            texts = Defaults.list(texts);
        }
    }

    /**
     * @param literal to be found in the file's bytes
     * @param then regular expression for what follows at once, or null for anything
     */
    public record Text(String literal, @Nullable Pattern then) {}

    /**
     * @param leastCode bytes of code from which on the absence of checks means something
     * @param stackProtector functions that code compiled with a stack protector calls
     * @param fortified functions that code compiled with {@code _FORTIFY_SOURCE} calls
     * @param fortifiable functions that such code would have called by another name
     */
    public record Hardening(long leastCode, List<String> stackProtector, Pattern fortified, List<String> fortifiable) {
        public Hardening {
            stackProtector = Defaults.list(stackProtector);
            fortifiable = Defaults.list(fortifiable);
        }
    }

    /**
     * What a distribution for Windows is to be.
     *
     * @param foreignPrograms programs in it that are only data there
     * @param exports what files may offer to others; the first that fits counts
     * @param subsystems what programs ask for; the first that fits counts
     * @param withoutVersion globs of libraries and programs without a version resource
     * @param unpackedIn characters that the path of the directory may have in which the archive is unpacked
     */
    public record Windows(
            List<Foreign> foreignPrograms,
            List<Exports> exports,
            List<Subsystem> subsystems,
            List<String> withoutVersion,
            int unpackedIn) {
        public Windows {
            foreignPrograms = Defaults.list(foreignPrograms);
            exports = Defaults.list(exports);
            subsystems = Defaults.list(subsystems);
            withoutVersion = Defaults.list(withoutVersion);
        }
    }

    /**
     * @param files glob
     * @param why they are inside
     */
    public record Foreign(String files, String why) {}

    /**
     * @param files glob
     * @param symbols regular expression for the whole of a name, {@code {module}} for the module's own
     * @param why, where there is more than upstream's usual
     */
    public record Exports(
            String files, String symbols, @Nullable String why) {}

    /**
     * @param files glob
     * @param subsystem {@code console} or {@code windows}
     */
    public record Subsystem(String files, String subsystem) {}
}

package io.github.pythondist.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A platform we build for, one file {@code targets/<classifier>.yaml}.
 *
 * @param classifier the Maven classifier, in the JVM world's own names
 * @param triple the GNU triple of sysroot and multiarch directories
 * @param gnuBuild the triple given to {@code configure --build}
 * @param gnuHost the triple given to {@code configure --host}; equal to {@code gnuBuild} for a native build
 * @param clangTarget what {@code clang --target=} takes
 * @param buildTarget classifier of the target whose programs run on the machine that builds; none for a native build,
 *     where that is this one. Not written when there is none, so that the key says nothing of it then
 * @param environment the lock of the build root
 * @param sysroot the lock of the target's C library and headers
 * @param os {@code linux}, {@code windows} or {@code osx}
 * @param cpu the CPU's name in the classifier
 * @param libc the C library, GNU or musl
 * @param libcFloor the oldest version of the C library that the result runs on; where it is older than the sysroot's,
 *     an older sysroot is derived. None where a C library has no versions
 * @param elf what every shipped ELF file must be, where programs have that format
 * @param pe what every shipped PE file must be, where programs have that format
 * @param allowedLibraries sonames, or names of DLLs, that the result may need from the user's system
 * @param wheelPlatforms the platform tags of wheels built with the result, the proper one first (PEP 600, PEP 656)
 * @param cflags compiler flags of every recipe
 * @param cppflags preprocessor flags of every recipe
 * @param ldflags linker flags of every recipe
 * @param variables further environment variables for recipes
 * @param emulator what runs the target's programs on the machine that builds, where that needs more than a kernel; read,
 *     but not written: no input of any recipe
 * @param userTests what the goal {@code test} runs in users' roots after the self-test; read, but not written: no input
 *     of any recipe
 */
public record Target(
        String classifier,
        String triple,
        String gnuBuild,
        String gnuHost,
        String clangTarget,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String buildTarget,

        String environment,
        String sysroot,
        String os,
        String cpu,
        String libc,
        @Nullable String libcFloor,
        @Nullable Elf elf,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Pe pe,

        List<String> allowedLibraries,
        List<String> wheelPlatforms,
        List<String> cflags,
        List<String> cppflags,
        List<String> ldflags,
        SortedMap<String, String> variables,

        @JsonProperty(access = JsonProperty.Access.WRITE_ONLY) @Nullable
        Emulator emulator,

        @JsonProperty(access = JsonProperty.Access.WRITE_ONLY)
        List<String> userTests) {

    public Target {
        Defaults.required("classifier", classifier);
        Defaults.required("triple", triple);
        Defaults.required("gnu-build", gnuBuild);
        Defaults.required("gnu-host", gnuHost);
        Defaults.required("clang-target", clangTarget);
        Defaults.required("environment", environment);
        Defaults.required("sysroot", sysroot);
        Defaults.required("os", os);
        Defaults.required("cpu", cpu);
        Defaults.required("libc", libc);
        if ((elf == null) == (pe == null)) {
            throw new IllegalArgumentException(
                    elf == null ? "the key 'elf' or 'pe' is missing" : "there are both keys 'elf' and 'pe'");
        }
        if (gnuBuild.equals(gnuHost) != (buildTarget == null)) {
            throw new IllegalArgumentException(
                    buildTarget == null
                            ? "the key 'build-target' is missing, but gnu-host is not gnu-build"
                            : "there is a key 'build-target', but gnu-host is gnu-build");
        }
        allowedLibraries = Defaults.list(allowedLibraries);
        wheelPlatforms = Defaults.list(wheelPlatforms);
        cflags = Defaults.list(cflags);
        cppflags = Defaults.list(cppflags);
        ldflags = Defaults.list(ldflags);
        variables = Defaults.map(variables);
        userTests = Defaults.list(userTests);
    }

    /**
     * @param machine the ELF machine's name
     * @param interpreter the program interpreter (PT_INTERP)
     */
    public record Elf(String machine, String interpreter) {

        public Elf {
            Defaults.required("elf: machine", machine);
            Defaults.required("elf: interpreter", interpreter);
        }
    }

    /**
     * @param environment the lock of the root that it is in
     * @param script bash runs it with a program and its arguments: {@code emulators/<name>.sh} of the catalog
     * @param python the Python of that root, which watches over what is run
     */
    public record Emulator(String environment, String script, String python) {

        public Emulator {
            Defaults.required("emulator: environment", environment);
            Defaults.required("emulator: script", script);
            Defaults.required("emulator: python", python);
        }
    }

    /** @param machine the COFF machine's name, such as {@code amd64} */
    public record Pe(String machine) {

        public Pe {
            Defaults.required("pe: machine", machine);
        }
    }
}

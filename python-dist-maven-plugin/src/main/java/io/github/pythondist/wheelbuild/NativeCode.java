package io.github.pythondist.wheelbuild;

import io.github.pythondist.archive.ZipReader;
import io.github.pythondist.catalog.Target;
import io.github.pythondist.elf.ElfFile;
import io.github.pythondist.elf.ElfFile.NeededVersion;
import io.github.pythondist.elf.ElfFormatException;
import io.github.pythondist.elf.Version;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the native code in a wheel asks of the system, and what platform tag follows from that.
 *
 * <p>PEP 600: {@code manylinux_2_17_x86_64} says that a wheel runs where glibc is 2.17 or newer. That is so if its
 * binaries need no newer version of a symbol, and no library but the target's allowed ones and those in the wheel.
 * Otherwise {@code linux_x86_64} is what can be said: it runs on machines like this one.
 *
 * @param platforms the tags of the platform; none if there is no native code, or nothing is known of its platform
 * @param doubts why it may not run elsewhere, or is not the same when built elsewhere
 * @see <a href="https://peps.python.org/pep-0600/">PEP 600</a>
 */
record NativeCode(List<String> platforms, List<String> doubts) {

    private static final String GLIBC = "GLIBC_";
    private static final Pattern MANYLINUX = Pattern.compile("manylinux_\\d+_\\d+_(.+)");

    /**
     * @param target of the interpreter, asked for if there is native code; none if the catalog has none
     * @param places directories of the build that no file should name
     * @throws BuildFailure if the wheel is damaged, or has code for another processor
     */
    static NativeCode of(Path wheel, Supplier<Optional<Target>> target, List<String> places) throws IOException {
        SortedMap<String, ElfFile> binaries = new TreeMap<>();
        List<String> doubts = new ArrayList<>();
        ZipReader.read(wheel, (entry, content) -> {
            byte[] bytes = content.readAllBytes();
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            places.stream()
                    .filter(text::contains)
                    .findFirst()
                    .ifPresent(place -> doubts.add(entry.path() + " names a directory of its build: " + place));
            if (ElfFile.isElf(bytes)) {
                try {
                    binaries.put(entry.path(), ElfFile.parse(bytes));
                } catch (ElfFormatException e) {
                    throw new BuildFailure("The binary " + entry.path() + " in the wheel cannot be read", e)
                            .detail(e.getMessage());
                }
            }
            return true;
        });
        Optional<Target> known = binaries.isEmpty() ? Optional.empty() : target.get();
        if (known.isEmpty()) {
            return new NativeCode(List.of(), doubts);
        }
        try {
            return judge(binaries, known.get(), doubts);
        } catch (ElfFormatException e) {
            throw new BuildFailure("A binary in the wheel cannot be read", e).detail(e.getMessage());
        }
    }

    private static NativeCode judge(SortedMap<String, ElfFile> binaries, Target target, List<String> doubts)
            throws ElfFormatException {
        Set<String> inside = new TreeSet<>();
        for (var binary : binaries.entrySet()) {
            inside.add(binary.getKey().substring(binary.getKey().lastIndexOf('/') + 1));
            binary.getValue().soname().ifPresent(inside::add);
        }
        Optional<Version> highest = Optional.ofNullable(target.libcFloor()).flatMap(Version::parse);
        List<String> obstacles = new ArrayList<>();
        for (var binary : binaries.entrySet()) {
            String path = binary.getKey();
            ElfFile elf = binary.getValue();
            if (!elf.machine().equals(target.elf().machine())) {
                throw new BuildFailure("The wheel has native code for another processor")
                        .detail(path + " is for " + elf.machine() + ", the interpreter for "
                                + target.elf().machine());
            }
            elf.needed().stream()
                    .filter(needed -> !target.allowedLibraries().contains(needed) && !inside.contains(needed))
                    .forEach(needed -> obstacles.add(path + " needs the library " + needed));
            elf.runPaths().stream()
                    .filter(place -> !place.startsWith("$ORIGIN") && !place.startsWith("${ORIGIN}"))
                    .forEach(place -> obstacles.add(path + " looks for libraries in " + place));
            for (NeededVersion needed : elf.neededVersions()) {
                if (needed.version().startsWith(GLIBC)) {
                    Optional<Version> version = Version.parse(needed.version().substring(GLIBC.length()));
                    if (version.isEmpty()) {
                        // GLIBC_PRIVATE, GLIBC_ABI_DT_RELR (2.36) and the like have no place in an order.
                        obstacles.add(path + " needs " + needed.version() + " of " + needed.library());
                    } else if (highest.isPresent() && version.get().compareTo(highest.get()) > 0) {
                        highest = version;
                    }
                }
            }
        }
        doubts.addAll(obstacles);
        return new NativeCode(platforms(target, highest, obstacles.isEmpty()), doubts);
    }

    private static List<String> platforms(Target target, Optional<Version> needed, boolean anywhere) {
        Matcher own = MANYLINUX.matcher(target.wheelPlatforms().get(0));
        if (needed.isEmpty() || !own.matches()) {
            // Another C library, whose tags follow other rules: what the backend says is kept.
            return List.of();
        }
        if (!anywhere) {
            return List.of("linux_" + own.group(1));
        }
        return needed.get().text().equals(target.libcFloor())
                ? target.wheelPlatforms()
                : List.of("manylinux_" + needed.get().text().replace('.', '_') + "_" + own.group(1));
    }
}

package io.github.pythondist.inventory;

import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the log of {@code ./configure && make} says: the compiler's commands and the list at the end of what could not
 * be built.
 *
 * @param compiled C file, from its {@code Modules/} on → how it was compiled
 * @param linked shared module → what its link command names
 * @param missing modules whose libraries or headers were not found
 * @param failed modules that were built but could not be imported, or not built
 * @param disabled modules that were switched off
 * @param summary the line {@code Checked … modules (…)}, empty before 3.12
 */
public record BuildLog(
        SortedMap<String, Compiled> compiled,
        SortedMap<String, Linked> linked,
        SortedSet<String> missing,
        SortedSet<String> failed,
        SortedSet<String> disabled,
        String summary) {

    private static final Pattern COMPILER =
            Pattern.compile("^(?:\\S*/)?(?:\\S*-)?(?:gcc|clang|cc|g\\+\\+|clang\\+\\+|c\\+\\+)(?:-[\\d.]+)?(?:\\s|$)");
    private static final Pattern MODULE_FILE =
            Pattern.compile("(?:.*/)?([A-Za-z_]\\w*?)(?:\\.(?:cpython-\\w+|abi3)[\\w-]*)?\\.so");
    private static final Pattern IN_MODULES = Pattern.compile("^(?:.*/)?(Modules/.*)$");

    private static final Map<String, Block> BLOCKS = Map.of(
            "The necessary bits to build these optional modules were not found:", Block.MISSING,
            "The following modules are *disabled* in configure script:", Block.DISABLED,
            "The following modules are *disabled* in Modules/Setup files:", Block.DISABLED,
            "been built, they are *disabled* in the Setup files:", Block.DISABLED,
            "been built, they are *disabled* by configure:", Block.DISABLED,
            "Failed to build these modules:", Block.FAILED,
            "Following modules built successfully but were removed because they could not be imported:", Block.FAILED);

    private enum Block {
        NONE,
        MISSING,
        FAILED,
        DISABLED
    }

    /**
     * @param defines macros of {@code -D}
     * @param includes directories of {@code -I}
     */
    public record Compiled(SortedSet<String> defines, SortedSet<String> includes) {}

    /**
     * @param objects object files
     * @param libraries {@code -l…} and static libraries
     */
    public record Linked(SortedSet<String> objects, SortedSet<String> libraries) {}

    public BuildLog {
        compiled = Collections.unmodifiableSortedMap(compiled);
        linked = Collections.unmodifiableSortedMap(linked);
        missing = Collections.unmodifiableSortedSet(missing);
        failed = Collections.unmodifiableSortedSet(failed);
        disabled = Collections.unmodifiableSortedSet(disabled);
    }

    /**
     * @throws BuildFailure if the file cannot be read or holds no compiler command
     */
    public static BuildLog read(Path file) {
        BuildLog log;
        try {
            log = parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new BuildFailure("Cannot read the build log " + file, e);
        }
        if (log.compiled().isEmpty()) {
            throw new BuildFailure("The build log " + file + " holds no compiler command for a file in Modules/")
                    .remedy("Keep what make prints: ./configure && make > build.log 2>&1 (not make -s)");
        }
        return log;
    }

    /** Parses the text of a log. */
    public static BuildLog parse(String text) {
        SortedMap<String, Compiled> compiled = new TreeMap<>();
        SortedMap<String, Linked> linked = new TreeMap<>();
        Map<Block, SortedSet<String>> named =
                Map.of(Block.MISSING, new TreeSet<>(), Block.FAILED, new TreeSet<>(), Block.DISABLED, new TreeSet<>());
        String summary = "";
        Block block = Block.NONE;
        for (String line : text.replace("\\\n", " ").split("\n", -1)) {
            String plain = line.strip();
            if (BLOCKS.containsKey(plain)) {
                block = BLOCKS.get(plain);
            } else if (plain.isEmpty() || plain.startsWith("To find the necessary bits")) {
                block = Block.NONE;
            } else if (block != Block.NONE) {
                Collections.addAll(named.get(block), plain.split("\\s+"));
            } else if (plain.startsWith("Checked ") && plain.contains(" modules (")) {
                summary = plain;
            } else if (COMPILER.matcher(plain).find()) {
                command(CommandWords.of(plain), compiled, linked);
            }
        }
        return new BuildLog(
                compiled,
                linked,
                named.get(Block.MISSING),
                named.get(Block.FAILED),
                named.get(Block.DISABLED),
                summary);
    }

    private static void command(
            List<String> command, SortedMap<String, Compiled> compiled, SortedMap<String, Linked> linked) {
        List<String> words = new ArrayList<>(command.subList(1, command.size()));
        int output = words.indexOf("-o");
        String made = "";
        if (output >= 0 && output + 1 < words.size()) {
            made = words.remove(output + 1);
            words.remove(output);
        }
        BuildFlags flags = BuildFlags.of(words);
        Matcher module = MODULE_FILE.matcher(made);
        if (words.contains("-c")) {
            for (String source : flags.sources()) {
                Matcher below = IN_MODULES.matcher(source);
                if (below.matches()) {
                    compiled.put(below.group(1), new Compiled(flags.defines(), flags.includes()));
                }
            }
        } else if (words.contains("-shared")
                && module.matches()
                && !module.group(1).startsWith("libpython")) {
            TreeSet<String> objects = new TreeSet<>();
            flags.others().stream().filter(word -> word.endsWith(".o")).forEach(objects::add);
            linked.put(module.group(1), new Linked(objects, flags.libraries()));
        }
    }
}

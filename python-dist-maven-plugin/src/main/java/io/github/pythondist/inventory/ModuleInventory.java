package io.github.pythondist.inventory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All extension modules a CPython source knows, from its {@code Modules/Setup*} files, {@code Modules/config.c.in},
 * {@code configure.ac} and, up to 3.11, {@code setup.py}.
 *
 * @param modules name → module
 * @param options configure's options by name
 * @param notUnderstood what has to be read by a person, in order
 */
public record ModuleInventory(
        SortedMap<String, ExtensionModule> modules,
        SortedMap<String, ConfigureOption> options,
        List<NotUnderstood> notUnderstood) {

    private static final String CONFIG_TABLE = "Modules/config.c.in";
    private static final String BOOTSTRAP = "Modules/Setup.bootstrap.in";
    private static final String STDLIB = "Modules/Setup.stdlib.in";
    private static final String SETUP = "Modules/Setup";
    private static final String SETUP_PY = "setup.py";
    private static final List<String> CONFIGURE = List.of("configure.ac", "aclocal.m4");

    private static final Pattern VARIABLE = Pattern.compile("\\$[A-Z][A-Z0-9_]*");

    public ModuleInventory {
        modules = Collections.unmodifiableSortedMap(new TreeMap<>(modules));
        options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
        notUnderstood = notUnderstood.stream().distinct().sorted().toList();
    }

    /** The files {@link #of} reads, where a source has them. */
    public static Set<String> files() {
        Set<String> files = new TreeSet<>(CONFIGURE);
        files.addAll(List.of(CONFIG_TABLE, BOOTSTRAP, STDLIB, SETUP, SETUP_PY));
        return files;
    }

    /** Reads the inventory of a source that was read with {@link #files}. */
    public static ModuleInventory of(SourceSnapshot source) {
        List<NotUnderstood> notUnderstood = new ArrayList<>();
        List<ModuleDeclaration> declarations = new ArrayList<>();
        source.text(CONFIG_TABLE)
                .ifPresent(text -> declarations.addAll(ConfigTableParser.parse(CONFIG_TABLE, text, notUnderstood)));
        source.text(BOOTSTRAP)
                .ifPresent(text ->
                        declarations.addAll(SetupFileParser.parse(BOOTSTRAP, text, Origin.BOOTSTRAP, notUnderstood)));
        source.text(SETUP)
                .ifPresent(text ->
                        declarations.addAll(SetupFileParser.parse(SETUP, text, Origin.BUILT_IN, notUnderstood)));
        source.text(STDLIB)
                .ifPresent(
                        text -> declarations.addAll(SetupFileParser.parse(STDLIB, text, Origin.STDLIB, notUnderstood)));
        source.text(SETUP_PY)
                .ifPresent(text -> declarations.addAll(SetupPyParser.parse(SETUP_PY, text, notUnderstood)));
        ConfigureScript configure = new ConfigureScript();
        String script = source.text(CONFIGURE.get(0)).orElse("");
        CONFIGURE.forEach(file -> source.text(file).ifPresent(text -> configure.read(file, text, script)));
        notUnderstood.addAll(configure.notUnderstood());

        SortedMap<String, ExtensionModule> modules = new TreeMap<>();
        declarations.stream()
                .collect(Collectors.groupingBy(ModuleDeclaration::name, TreeMap::new, Collectors.toList()))
                .forEach((name, all) -> {
                    StdlibMacro macro = macro(name, all, configure, notUnderstood);
                    modules.put(name, module(name, all, Optional.ofNullable(macro), configure, source));
                });
        configure.modules().values().stream()
                .filter(macro -> !modules.containsKey(macro.name()))
                .forEach(macro -> notUnderstood.add(new NotUnderstood(
                        macro.where(), macro.name(), "configure knows a module that no file builds")));
        return new ModuleInventory(modules, configure.options(), notUnderstood);
    }

    private static @Nullable StdlibMacro macro(
            String name,
            List<ModuleDeclaration> declarations,
            ConfigureScript configure,
            List<NotUnderstood> notUnderstood) {
        StdlibMacro macro = configure.modules().get(name);
        String expected = "MODULE_" + name.toUpperCase(Locale.ROOT);
        for (ModuleDeclaration declaration : declarations) {
            String condition = declaration.condition();
            if (!condition.isEmpty() && (macro == null || !condition.equals(expected))) {
                notUnderstood.add(new NotUnderstood(
                        declaration.where(),
                        name + " under @" + condition + "_TRUE@",
                        "configure has no PY_STDLIB_MOD that decides this"));
            }
        }
        return macro;
    }

    private static ExtensionModule module(
            String name,
            List<ModuleDeclaration> declarations,
            Optional<StdlibMacro> macro,
            ConfigureScript configure,
            SourceSnapshot source) {
        SortedSet<SourceLine> declared = new TreeSet<>();
        SortedSet<String> sources = new TreeSet<>();
        TreeSet<String> includes = new TreeSet<>();
        SortedSet<String> defines = new TreeSet<>();
        SortedSet<String> libraries = new TreeSet<>();
        SortedSet<String> compilerVariables = new TreeSet<>();
        SortedSet<SourceLine> dynamic = new TreeSet<>();
        List<BuildFlags> flags = new ArrayList<>();
        for (ModuleDeclaration declaration : declarations) {
            declared.add(declaration.where());
            dynamic.addAll(declaration.dynamic());
            flags.add(declaration.flags());
            declaration.substitutions().forEach(substitution -> configure
                    .variables()
                    .of(substitution)
                    .forEach(value -> flags.add(BuildFlags.of(CommandWords.of(value)))));
        }
        macro.ifPresent(found -> {
            declared.add(found.where());
            // makesetup takes configure's flags only for a line that has none of its own.
            if (declarations.stream().allMatch(declaration -> declaration.takesConfigureFlags(SETUP_PY))) {
                flags.add(BuildFlags.of(CommandWords.of(found.cflags() + " " + found.ldflags())));
            }
        });
        for (BuildFlags some : flags) {
            some.sources().forEach(file -> sources.add(located(file, source)));
            some.includes().stream().filter(include -> !include.isEmpty()).forEach(includes::add);
            defines.addAll(some.defines());
            libraries.addAll(some.libraries());
            compilerVariables.addAll(some.variables());
        }
        SortedMap<String, SortedSet<String>> variables = new TreeMap<>();
        Stream.concat(libraries.stream(), compilerVariables.stream())
                .forEach(word -> resolve(word, configure.variables(), variables));
        Origin origin = declarations.stream()
                .map(ModuleDeclaration::origin)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        return new ExtensionModule(
                name,
                origin,
                declared,
                sources,
                includes,
                defines,
                libraries,
                compilerVariables,
                variables,
                macro.map(StdlibMacro::enabled).orElse(""),
                macro.map(StdlibMacro::supported).orElse(""),
                dynamic);
    }

    /** Sources are named relative to Modules/, or to the top directory. */
    private static String located(String file, SourceSnapshot source) {
        String inModules = "Modules/" + file;
        return source.digests().containsKey(file) && !source.digests().containsKey(inModules) ? file : inModules;
    }

    /** Looks a variable up, and the variables in its values. */
    private static void resolve(String word, ShellVariables configure, SortedMap<String, SortedSet<String>> variables) {
        if (word.startsWith("$") && !variables.containsKey(word)) {
            SortedSet<String> values = configure.of(word.substring(1));
            variables.put(word, values);
            Matcher inner = VARIABLE.matcher(String.join(" ", values));
            while (inner.find()) {
                resolve(inner.group(), configure, variables);
            }
        }
    }
}

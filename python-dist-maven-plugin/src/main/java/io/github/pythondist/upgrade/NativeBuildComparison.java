package io.github.pythondist.upgrade;

import io.github.pythondist.inventory.BuildLog;
import io.github.pythondist.inventory.ExtensionModule;
import io.github.pythondist.inventory.ModuleInventory;
import io.github.pythondist.inventory.Origin;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Holds what a native build did against what the source declares. */
final class NativeBuildComparison {

    private static final Pattern OBJECT = Pattern.compile("^(?:.*/)?(Modules/.*)\\.o$");

    private NativeBuildComparison() {}

    static UpgradeReport.NativeBuild of(BuildLog log, ModuleInventory inventory) {
        SortedMap<String, SortedSet<String>> libraries = new TreeMap<>();
        SortedMap<String, SortedSet<String>> undeclared = new TreeMap<>();
        SortedMap<String, SortedSet<String>> uncompiled = new TreeMap<>();
        SortedSet<String> notBuilt = new TreeSet<>();
        log.linked().forEach((name, link) -> {
            libraries.put(name, link.libraries());
            ExtensionModule module = inventory.modules().get(name);
            TreeSet<String> others = new TreeSet<>();
            for (String object : link.objects()) {
                Matcher matcher = OBJECT.matcher(object);
                if (matcher.matches() && (module == null || !module.sources().contains(matcher.group(1) + ".c"))) {
                    others.add(matcher.group(1) + ".c");
                }
            }
            if (!others.isEmpty()) {
                undeclared.put(name, others);
            }
        });
        for (ExtensionModule module : inventory.modules().values()) {
            TreeSet<String> left = new TreeSet<>(module.sources());
            left.removeAll(log.compiled().keySet());
            boolean explained = log.missing().contains(module.name())
                    || log.failed().contains(module.name())
                    || log.disabled().contains(module.name())
                    || module.origin() == Origin.CORE;
            if (!explained
                    && !module.sources().isEmpty()
                    && left.size() == module.sources().size()) {
                notBuilt.add(module.name());
            } else if (!explained && !left.isEmpty()) {
                uncompiled.put(module.name(), left);
            }
        }
        return new UpgradeReport.NativeBuild(
                log.summary(),
                log.missing(),
                log.failed(),
                log.disabled(),
                libraries,
                flags(log, inventory),
                undeclared,
                uncompiled,
                notBuilt);
    }

    private static SortedMap<String, SortedSet<String>> flags(BuildLog log, ModuleInventory inventory) {
        Map<String, Long> users = log.compiled().values().stream()
                .flatMap(NativeBuildComparison::words)
                .collect(Collectors.groupingBy(word -> word, Collectors.counting()));
        long many = log.compiled().size() / 2;
        SortedMap<String, SortedSet<String>> flags = new TreeMap<>();
        for (ExtensionModule module : inventory.modules().values()) {
            SortedSet<String> own = module.sources().stream()
                    .map(file -> log.compiled().get(file))
                    .filter(Objects::nonNull)
                    .flatMap(NativeBuildComparison::words)
                    .filter(word -> users.get(word) <= many && !word.startsWith("-DPy_BUILD_CORE"))
                    .collect(Collectors.toCollection(TreeSet::new));
            if (!own.isEmpty()) {
                flags.put(module.name(), own);
            }
        }
        return flags;
    }

    private static Stream<String> words(BuildLog.Compiled compiled) {
        return Stream.concat(
                compiled.defines().stream().map(define -> define.startsWith("-U") ? define : "-D" + define),
                compiled.includes().stream()
                        .map(include -> "-I" + include.replaceFirst("^.*/((?:Modules|Include)(?:/|$))", "$1")));
    }
}

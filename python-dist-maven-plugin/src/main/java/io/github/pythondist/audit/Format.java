package io.github.pythondist.audit;

import io.github.pythondist.catalog.Target;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The format of the programs that a distribution's system runs: what rules there are, and where modules lie. */
enum Format {
    ELF(
            "ELF file",
            "ELF files and static library members",
            ElfFacts.class,
            "in lib-dynload",
            "lib/python%s[^/]*/(.*/)?lib-dynload/[^/]*\\.so"),
    /** As in official installations, or beside the program, as in the embeddable archives. */
    PE("PE file", "PE files", PeFacts.class, "in DLLs", "(DLLs/)?[^/]*\\.pyd");

    private final String label;
    private final String all;
    private final Class<? extends BinaryFacts> facts;
    private final String modulePlace;
    private final String modules;

    Format(String label, String all, Class<? extends BinaryFacts> facts, String modulePlace, String modules) {
        this.label = label;
        this.all = all;
        this.facts = facts;
        this.modulePlace = modulePlace;
        this.modules = modules;
    }

    static Format of(Target target) {
        return target.elf() == null ? PE : ELF;
    }

    /** In words, singular. */
    String label() {
        return label;
    }

    /** All that is looked at, in words. */
    String all() {
        return all;
    }

    Class<? extends BinaryFacts> facts() {
        return facts;
    }

    /** Where extension modules are that are files, in words. */
    String modulePlace() {
        return modulePlace;
    }

    /** Which paths below the Python tree are extension modules of the standard library. */
    Pattern modules(String series) {
        return Pattern.compile(modules.replace("%s", Pattern.quote(series)));
    }

    /** Rules that say of every program and library how it is hardened. */
    Set<String> hardening() {
        return switch (this) {
            case ELF -> Set.of("relro", "bind-now", "no-wx-segments", "no-textrel", "nx-stack");
            case PE -> Set.of("dynamic-base", "high-entropy-va", "nx-compat", "no-wx-sections");
        };
    }

    /** In the report's order. */
    List<Rule> rules() {
        List<List<Rule>> parts =
                switch (this) {
                    case ELF -> List.of(LinkingRules.all(), HardeningRules.all(), ContentRules.all(), TreeRules.all());
                    case PE ->
                        List.of(
                                PeLinkingRules.all(),
                                PeHardeningRules.all(),
                                ContentRules.all(),
                                PeContentRules.all(),
                                TreeRules.all(),
                                WindowsPathRules.all());
                };
        return parts.stream().flatMap(List::stream).toList();
    }

    /** Of all formats; what several have is there more than once. */
    static List<Rule> allRules() {
        return Stream.of(values()).flatMap(format -> format.rules().stream()).toList();
    }
}

package io.github.pythondist.audit;

import io.github.pythondist.audit.Survey.Binary;
import io.github.pythondist.elf.ElfFile;
import io.github.pythondist.elf.ElfFile.Stack;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What makes mistakes in the code harder to exploit. */
final class HardeningRules {

    private HardeningRules() {}

    static List<Rule> all() {
        return List.of(
                new Rule(
                        "relro",
                        "Relocated data becomes read-only",
                        "PT_GNU_RELRO of every program and shared object",
                        "Link with -Wl,-z,relro.",
                        subject -> ofLoaded(
                                subject, facts -> facts.relro() ? Optional.empty() : Optional.of("has no RELRO"))),
                new Rule(
                        "bind-now",
                        "Functions are bound at start, so that their table is read-only",
                        "DT_FLAGS, DT_FLAGS_1, DT_BIND_NOW of what has a DT_JMPREL",
                        "Link with -Wl,-z,now.",
                        subject -> ofLoaded(
                                subject,
                                facts -> facts.bindNow() || !facts.lazyTable()
                                        ? Optional.empty()
                                        : Optional.of("binds functions when they are first called"))),
                new Rule(
                        "nx-stack",
                        "The stack cannot be executed",
                        "PT_GNU_STACK of programs and shared objects; .note.GNU-stack of object files",
                        "Link with -Wl,-z,noexecstack; give assembler files a .note.GNU-stack section.",
                        HardeningRules::stack),
                new Rule(
                        "no-wx-segments",
                        "No memory can be both written and executed",
                        "flags of the PT_LOAD segments",
                        "Do not link with -N, and separate code from data in linker scripts.",
                        subject -> ofLoaded(
                                subject,
                                facts -> facts.writableCode() == 0
                                        ? Optional.empty()
                                        : Optional.of(facts.writableCode() + " segments are writable and executable"))),
                new Rule(
                        "no-textrel",
                        "Code is not changed when it is loaded",
                        "DT_TEXTREL and DF_TEXTREL",
                        "Compile all code of shared objects with -fPIC.",
                        subject -> ofLoaded(
                                subject,
                                facts -> facts.textRelocations()
                                        ? Optional.of("has text relocations")
                                        : Optional.empty())),
                new Rule(
                        "pie",
                        "Which programs may be loaded at any address",
                        "e_type, DF_1_PIE and PT_INTERP",
                        "Link with -pie.",
                        HardeningRules::positionIndependence),
                new Rule(
                        "stack-protector",
                        "Code was compiled with a stack protector, at least in part",
                        "calls of __stack_chk_fail in every program and shared object of some size",
                        "Compile with -fstack-protector-strong.",
                        HardeningRules::stackProtector),
                new Rule(
                        "fortify",
                        "Code was compiled with _FORTIFY_SOURCE, at least in part",
                        "calls of functions such as __memcpy_chk in every program and shared object of some size",
                        "Compile with -D_FORTIFY_SOURCE=2 and optimisation.",
                        HardeningRules::fortify));
    }

    /** Finds the programs and shared objects of which the check has something to say. */
    private static Verdict ofLoaded(Subject subject, Function<ElfFacts, Optional<String>> check) {
        List<Binary<ElfFacts>> binaries = subject.survey().elf(ElfFacts::isLoaded);
        if (binaries.isEmpty()) {
            return Verdict.notChecked("there is no program or shared object");
        }
        Verdict.Builder verdict = Verdict.collect();
        for (Binary<ElfFacts> binary : binaries) {
            check.apply(binary.facts()).ifPresent(what -> verdict.finding(binary.label(), what));
        }
        return verdict.note(binaries.size() + " programs and shared objects").verdict();
    }

    private static Verdict stack(Subject subject) {
        List<Binary<ElfFacts>> binaries =
                subject.survey().elf(facts -> !facts.debugOnly() && facts.type() != ElfFile.Type.OTHER);
        if (binaries.isEmpty()) {
            return Verdict.notChecked("there is no code");
        }
        Verdict.Builder verdict = Verdict.collect();
        for (Binary<ElfFacts> binary : binaries) {
            ElfFacts facts = binary.facts();
            boolean matters = facts.type() != ElfFile.Type.RELOCATABLE || facts.codeSize() > 0;
            if (matters && facts.stack() == Stack.EXECUTABLE) {
                verdict.finding(binary.label(), "wants an executable stack");
            } else if (matters && facts.stack() == Stack.UNSTATED) {
                verdict.finding(binary.label(), "does not say that it needs no executable stack");
            }
        }
        return verdict.note(binaries.size() + " ELF files and static library members")
                .verdict();
    }

    private static Verdict positionIndependence(Subject subject) {
        List<Binary<ElfFacts>> programs = subject.survey().elf(ElfFacts::isProgram);
        if (programs.isEmpty()) {
            return Verdict.notChecked("there is no program");
        }
        List<String> fixed = programs.stream()
                .filter(program -> program.facts().type() == ElfFile.Type.EXECUTABLE)
                .map(Binary::label)
                .toList();
        return Verdict.reported(
                fixed.isEmpty()
                        ? "all " + programs.size() + " programs are position-independent"
                        : fixed.size() + " of " + programs.size() + " programs are at a fixed address: "
                                + LinkingRules.shown(fixed));
    }

    private static Verdict stackProtector(Subject subject) {
        return ofSizeable(
                subject,
                facts -> subject.data().hardening().stackProtector().stream()
                                .anyMatch(name -> facts.imports().contains(name)
                                        || facts.symbols().contains(name))
                        ? Optional.empty()
                        : Optional.of("no function checks its stack"));
    }

    private static Verdict fortify(Subject subject) {
        if (subject.target().isPresent() && !subject.target().get().libc().equals("glibc")) {
            return Verdict.notChecked(subject.target().get().libc() + " has no checked functions");
        }
        return ofSizeable(subject, facts -> {
            boolean checked = facts.imports().stream()
                    .anyMatch(name ->
                            subject.data().hardening().fortified().matcher(name).matches());
            List<String> unchecked = subject.data().hardening().fortifiable().stream()
                    .filter(name -> facts.imports().contains(name))
                    .toList();
            return checked || unchecked.isEmpty()
                    ? Optional.empty()
                    : Optional.of("calls " + LinkingRules.shown(unchecked) + " and no checked function");
        });
    }

    /** What is compiled so can be seen by its calls; a small module may have nothing to check. */
    private static Verdict ofSizeable(Subject subject, Function<ElfFacts, Optional<String>> check) {
        List<Binary<ElfFacts>> binaries = subject.survey().elf(ElfFacts::isLoaded);
        long least = subject.data().hardening().leastCode();
        List<Binary<ElfFacts>> sizeable = binaries.stream()
                .filter(binary ->
                        binary.facts().codeSize() >= least && binary.facts().dynamic())
                .toList();
        if (sizeable.isEmpty()) {
            return Verdict.notChecked("no dynamically linked file has " + least + " bytes of code");
        }
        Verdict.Builder verdict = Verdict.collect();
        for (Binary<ElfFacts> binary : sizeable) {
            check.apply(binary.facts()).ifPresent(what -> verdict.finding(binary.label(), what));
        }
        verdict.note("shown of " + sizeable.size() + " files, in each for a part of its code");
        if (sizeable.size() < binaries.size()) {
            verdict.note((binaries.size() - sizeable.size()) + " files not checked: static, or less than " + least
                    + " bytes of code");
        }
        return verdict.verdict();
    }
}

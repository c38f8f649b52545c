package io.github.pythondist.audit;

import io.github.pythondist.audit.Survey.Binary;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What makes mistakes in the code of Windows programs harder to exploit.
 *
 * @see <a href="https://learn.microsoft.com/en-us/windows/win32/debug/pe-format#dll-characteristics">PE format, DLL
 *     characteristics</a>
 */
final class PeHardeningRules {

    private PeHardeningRules() {}

    static List<Rule> all() {
        return List.of(
                rule(
                        "dynamic-base",
                        "Every program and DLL is loaded to an address that nobody knows beforehand",
                        "DYNAMIC_BASE; IMAGE_FILE_RELOCS_STRIPPED and the table of relocations, which such loading needs",
                        "Link with -Wl,--dynamicbase.",
                        facts -> !facts.dynamicBase()
                                ? Optional.of("wants a fixed address")
                                : facts.relocatable()
                                        ? Optional.empty()
                                        : Optional.of("cannot be loaded elsewhere: it has no relocations")),
                rule(
                        "high-entropy-va",
                        "That address may be any of 64 bits",
                        "HIGH_ENTROPY_VA",
                        "Link with -Wl,--high-entropy-va.",
                        facts -> facts.highEntropy() || facts.bits() < 64
                                ? Optional.empty()
                                : Optional.of("wants an address of 32 bits")),
                rule(
                        "nx-compat",
                        "Data cannot be executed",
                        "NX_COMPAT",
                        "Link with -Wl,--nxcompat.",
                        facts -> facts.noExecutableData()
                                ? Optional.empty()
                                : Optional.of("does not say that it runs without executable data")),
                rule(
                        "no-wx-sections",
                        "No memory can be both written and executed",
                        "flags of the sections",
                        "Keep code and data in sections of their own.",
                        facts -> facts.writableCode().isEmpty()
                                ? Optional.empty()
                                : Optional.of("has sections that are writable and executable: "
                                        + LinkingRules.shown(facts.writableCode()))));
    }

    private static Rule rule(
            String id, String title, String evidence, String remedy, Function<PeFacts, Optional<String>> check) {
        return new Rule(id, title, evidence + " of every program and DLL", remedy, subject -> {
            List<Binary<PeFacts>> binaries = PeLinkingRules.loaded(subject);
            if (binaries.isEmpty()) {
                return Verdict.notChecked("there is no program or DLL");
            }
            Verdict.Builder verdict = Verdict.collect();
            for (Binary<PeFacts> binary : binaries) {
                check.apply(binary.facts()).ifPresent(what -> verdict.finding(binary.label(), what));
            }
            return verdict.note(binaries.size() + " programs and DLLs").verdict();
        });
    }
}

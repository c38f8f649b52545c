package io.github.pythondist.audit;

import io.github.pythondist.pe.PeFile;
import io.github.pythondist.pe.PeFile.DebugLink;
import io.github.pythondist.pe.PeFile.Export;
import io.github.pythondist.pe.PeFile.Import;
import io.github.pythondist.pe.PeFile.Subsystem;
import io.github.pythondist.pe.PeFormatException;
import io.github.pythondist.pe.VersionInfo;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32;

/**
 * What the rules need to know of one PE file, so that its bytes need not be kept.
 *
 * @param machine such as {@code amd64}
 * @param bits of its addresses
 * @param library whether it is loaded by programs
 * @param debugOnly whether it is separated debugging information
 * @param dynamicBase whether it may be loaded anywhere
 * @param highEntropy whether that may be beyond 4 GiB
 * @param noExecutableData whether its data cannot be executed
 * @param relocatable whether it has what that needs, or so little code that it may need nothing
 * @param writableCode sections that may be written and executed
 * @param imports what it takes from libraries
 * @param offers what it offers, with names of other libraries' functions that stand for them
 * @param times that stand for a time, by where they are
 * @param symbolFile how it names the file with its symbols
 * @param crc32 of the whole file, if it is separated debugging information
 */
record PeFacts(
        String machine,
        int bits,
        boolean library,
        boolean debugOnly,
        Subsystem subsystem,
        boolean dynamicBase,
        boolean highEntropy,
        boolean noExecutableData,
        boolean relocatable,
        List<String> writableCode,
        List<Import> imports,
        List<Export> offers,
        SortedMap<String, Long> times,
        Optional<String> symbolFile,
        List<String> strippable,
        Optional<DebugLink> debugLink,
        Optional<VersionInfo> version,
        Optional<NavigableSet<String>> builtInModules,
        long crc32)
        implements BinaryFacts {

    private static final long NONE = 0xffffffffL;
    private static final int PAGE = 4096;

    static PeFacts of(PeFile pe, byte[] bytes) throws PeFormatException {
        SortedMap<String, Long> times = new TreeMap<>(pe.reproducible() ? new TreeMap<>() : pe.times());
        times.values().removeIf(time -> time == 0 || time == NONE);
        CRC32 crc = new CRC32();
        if (pe.debugOnly()) {
            crc.update(bytes);
        }
        return new PeFacts(
                pe.machine(),
                pe.bits(),
                pe.isLibrary(),
                pe.debugOnly(),
                pe.subsystem(),
                pe.dynamicBase(),
                pe.highEntropy(),
                pe.noExecutableData(),
                !pe.relocationsStripped() && (pe.hasRelocations() || pe.codeSize() < PAGE),
                pe.writableCode(),
                pe.imports(),
                pe.exports(),
                times,
                pe.symbolFile(),
                pe.strippable(),
                pe.debugLink(),
                pe.version(),
                pe.builtInModules(),
                crc.getValue());
    }

    @Override
    public boolean isLoaded() {
        return !debugOnly;
    }

    @Override
    public boolean isProgram() {
        return isLoaded() && !library;
    }

    /** In lower case: Windows does not tell the cases of a name apart. */
    @Override
    public List<String> needed() {
        return imports.stream()
                .map(imported -> imported.library().toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
    }

    @Override
    public NavigableSet<String> exports() {
        NavigableSet<String> names = new TreeSet<>();
        offers.forEach(offer -> offer.name().ifPresent(names::add));
        return names;
    }

    @Override
    public NavigableSet<String> symbols() {
        NavigableSet<String> names = exports();
        imports.forEach(imported -> names.addAll(imported.functions()));
        return names;
    }
}

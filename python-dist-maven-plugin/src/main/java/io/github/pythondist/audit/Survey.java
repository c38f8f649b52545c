package io.github.pythondist.audit;

import io.github.pythondist.archive.ArchiveReader.Kind;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * All of an archive, read once.
 *
 * @param files every entry by its path
 * @param repeated paths that more than one entry has
 * @param descriptions contents of the files named {@code python-dist.json}, by path
 */
record Survey(SortedMap<String, SurveyedFile> files, List<String> repeated, SortedMap<String, byte[]> descriptions) {

    /** A file of machine code or a member of a static library. */
    record Binary<F extends BinaryFacts>(SurveyedFile file, String label, F facts) {}

    Stream<SurveyedFile> ofKind(Kind kind) {
        return files.values().stream().filter(file -> file.kind() == kind);
    }

    /** Content of one format, sorted by label. */
    <F extends BinaryFacts> List<Binary<F>> binaries(Class<F> format, Predicate<? super F> wanted) {
        SortedMap<String, Binary<F>> found = new TreeMap<>();
        for (SurveyedFile file : files.values()) {
            for (Map.Entry<String, BinaryFacts> entry : file.binaries().entrySet()) {
                if (format.isInstance(entry.getValue()) && wanted.test(format.cast(entry.getValue()))) {
                    String label = file.label(entry.getKey());
                    found.put(label, new Binary<>(file, label, format.cast(entry.getValue())));
                }
            }
        }
        return List.copyOf(found.values());
    }

    /** ELF content, sorted by label. */
    List<Binary<ElfFacts>> elf(Predicate<ElfFacts> wanted) {
        return binaries(ElfFacts.class, wanted);
    }

    /** PE content, sorted by label. */
    List<Binary<PeFacts>> pe(Predicate<PeFacts> wanted) {
        return binaries(PeFacts.class, wanted);
    }
}

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

    /** An ELF file or a member of a static library. */
    record Binary(SurveyedFile file, String label, ElfFacts facts) {}

    Stream<SurveyedFile> ofKind(Kind kind) {
        return files.values().stream().filter(file -> file.kind() == kind);
    }

    /** ELF content, sorted by label. */
    List<Binary> binaries(Predicate<ElfFacts> wanted) {
        SortedMap<String, Binary> found = new TreeMap<>();
        for (SurveyedFile file : files.values()) {
            for (Map.Entry<String, ElfFacts> entry : file.elf().entrySet()) {
                if (wanted.test(entry.getValue())) {
                    String label = file.label(entry.getKey());
                    found.put(label, new Binary(file, label, entry.getValue()));
                }
            }
        }
        return List.copyOf(found.values());
    }

    /** Programs and shared objects. */
    List<Binary> loaded() {
        return binaries(ElfFacts::isLoaded);
    }
}

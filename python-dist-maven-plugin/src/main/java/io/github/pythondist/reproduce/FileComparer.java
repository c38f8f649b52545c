package io.github.pythondist.reproduce;

import io.github.pythondist.archive.ArchiveReader;
import io.github.pythondist.archive.ArchiveReader.Kind;
import io.github.pythondist.elf.ElfFile;
import io.github.pythondist.elf.ElfFormatException;
import io.github.pythondist.files.Digest;
import io.github.pythondist.files.Trees;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Compares two files byte for byte, and says of those that differ where and how: it descends into what is compressed,
 * into tar and zip archives (jars and wheels are such), static libraries and the sections of ELF files.
 *
 * <p>Names in archives are never used as names of files, and there are limits to how much is expanded, so that a hostile
 * archive gains nothing.
 */
@Named
@Singleton
public final class FileComparer {

    private static final int DEEPEST = 8;
    /** Members of one archive that are looked into; the others are counted. */
    private static final int MOST_DIFFERING = 25;

    private static final int MOST_IN_MEMORY = 256 << 20;
    private static final int GZIP_NAME = 8;
    private static final int GZIP_TIME_AT = 4;
    private static final int GZIP_HEADER = 10;

    /** Sections that are made from all others: they say nothing when one of these differs. */
    private static final Set<String> DERIVED = Set.of(".note.gnu.build-id", ".gnu_debuglink");

    /** Index members of a static library, likewise. */
    private static final Set<String> INDEXES = Set.of("/", "/SYM64/", "__.SYMDEF", "__.SYMDEF SORTED");

    @Inject
    public FileComparer() {}

    /**
     * @param name what both files are called
     * @param traces what is known to differ between the builds that made them
     * @param scratch an existing directory for expanded members; what is put there is deleted again
     * @throws BuildFailure if one of the files is missing, or the disk fails
     */
    public Comparison compare(String name, Path first, Path second, List<Trace> traces, Path scratch) {
        try {
            Comparison.Side one = new Comparison.Side(Files.size(first), Digest.of(first));
            Comparison.Side other = new Comparison.Side(Files.size(second), Digest.of(second));
            if (one.sha256().equals(other.sha256())) {
                return new Comparison(name, one, other, List.of(), List.of());
            }
            Path directory = Files.createTempDirectory(scratch, "compare-");
            try {
                Look look = new Look(new ContentComparer(new Explanations(traces)), directory);
                look.compare(List.of(), first, second);
                return new Comparison(name, one, other, look.found, look.notes);
            } finally {
                Trees.delete(directory);
            }
        } catch (IOException e) {
            throw new BuildFailure("Cannot compare " + first + " with " + second, e)
                    .remedy("Check that both are there and the disk is not full, then run again");
        }
    }

    /** One comparison. */
    private static final class Look {

        private final ContentComparer contents;
        private final Path directory;
        private final List<Difference> found = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();
        private int files;

        Look(ContentComparer contents, Path directory) {
            this.contents = contents;
            this.directory = directory;
        }

        /** Compares two files that differ; adds at least one difference. */
        void compare(List<String> where, Path first, Path second) throws IOException {
            int before = found.size();
            try {
                descend(where, first, second);
            } catch (BuildFailure e) {
                // A result that cannot be read is a difference of its own; the bytes still tell something.
                notes.add((where.isEmpty() ? "" : String.join(" > ", where) + ": ") + "not looked into: "
                        + e.getMessage().lines().findFirst().orElse("") + ", compared as bytes");
                found.subList(before, found.size()).clear();
                compareContents(where, first, second);
            }
        }

        private void descend(List<String> where, Path first, Path second) throws IOException {
            byte[] firstStart = start(first);
            byte[] secondStart = start(second);
            if (where.size() < DEEPEST) {
                Path one = file();
                Path other = file();
                if (expand(first, one) && expand(second, other)) {
                    compareExpanded(where, first, second, one, other);
                    Files.delete(one);
                    Files.delete(other);
                    return;
                }
                Files.deleteIfExists(one);
                Files.deleteIfExists(other);
                Optional<Members.Form> form = Members.form(firstStart);
                if (form.isPresent() && form.equals(Members.form(secondStart))) {
                    compareMembers(where, first, second, form.get());
                    return;
                }
                if (ElfFile.isElf(firstStart)
                        && ElfFile.isElf(secondStart)
                        && Math.max(Files.size(first), Files.size(second)) <= MOST_IN_MEMORY) {
                    compareSections(where, Files.readAllBytes(first), Files.readAllBytes(second));
                    return;
                }
            } else {
                notes.add(String.join(" > ", where) + ": compared as bytes, at a depth of " + DEEPEST);
            }
            compareContents(where, first, second);
        }

        private void compareExpanded(List<String> where, Path first, Path second, Path one, Path other)
                throws IOException {
            compareGzipHeaders(where, start(first), start(second));
            if (Files.mismatch(one, other) >= 0) {
                compare(where, one, other);
            } else if (found.stream().noneMatch(difference -> difference.where().equals(where))) {
                long at = Files.mismatch(first, second);
                add(
                        where,
                        DifferenceKind.COMPRESSION,
                        "the same content, compressed otherwise",
                        Files.size(first) + " bytes, " + around(first, at),
                        Files.size(second) + " bytes, " + around(second, at),
                        at);
            }
        }

        /** RFC 1952: flags, modification time, and the name of the file as it was. */
        private void compareGzipHeaders(List<String> where, byte[] first, byte[] second) {
            if (first.length < GZIP_HEADER || second.length < GZIP_HEADER || first[0] != 0x1f || second[0] != 0x1f) {
                return;
            }
            long one = gzipTime(first);
            long other = gzipTime(second);
            if (one != other) {
                add(
                        where,
                        DifferenceKind.TIME,
                        "the modification time in the header of gzip",
                        time(one),
                        time(other),
                        (long) GZIP_TIME_AT);
            }
            String firstName = gzipName(first);
            String secondName = gzipName(second);
            if (!firstName.equals(secondName)) {
                add(where, DifferenceKind.FORMAT, "the name in the header of gzip", firstName, secondName, (long)
                        GZIP_HEADER);
            }
        }

        private static long gzipTime(byte[] start) {
            return Integer.toUnsignedLong(
                    ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getInt(GZIP_TIME_AT));
        }

        private static String gzipName(byte[] start) {
            StringBuilder name = new StringBuilder();
            if ((start[3] & GZIP_NAME) != 0) {
                for (int i = GZIP_HEADER; i < start.length && start[i] != 0; i++) {
                    name.append(start[i] >= ' ' ? (char) start[i] : '?');
                }
            }
            return name.toString();
        }

        private void compareMembers(List<String> where, Path first, Path second, Members.Form form) throws IOException {
            Members one = Members.of(first, form);
            Members other = Members.of(second, form);
            int before = found.size();
            compareNames(where, one, other);
            compareHeaders(where, one, other);
            compareBodies(where, one, other);
            if (found.size() == before) {
                long at = Files.mismatch(first, second);
                add(
                        where,
                        form == Members.Form.ZIP ? DifferenceKind.COMPRESSION : DifferenceKind.FORMAT,
                        form == Members.Form.ZIP
                                ? "equal members, compressed or described otherwise"
                                : "equal members, with other headers or padding",
                        around(first, at),
                        around(second, at),
                        at);
            }
        }

        private void compareNames(List<String> where, Members one, Members other) {
            List<String> onlyFirst = new ArrayList<>(one.byName().keySet());
            onlyFirst.removeAll(new HashSet<>(other.byName().keySet()));
            List<String> onlySecond = new ArrayList<>(other.byName().keySet());
            onlySecond.removeAll(new HashSet<>(one.byName().keySet()));
            if (!onlyFirst.isEmpty() || !onlySecond.isEmpty()) {
                found.add(new Difference(
                        where,
                        DifferenceKind.MEMBER,
                        "members that only one of them has",
                        onlyFirst.isEmpty() ? "none of its own" : clean(onlyFirst.get(0)),
                        onlySecond.isEmpty() ? "none of its own" : clean(onlySecond.get(0)),
                        null,
                        Math.max(0, onlyFirst.size() - 1) + Math.max(0, onlySecond.size() - 1)));
            }
            List<String> firstOrder = new ArrayList<>(one.byName().keySet());
            firstOrder.retainAll(other.byName().keySet());
            List<String> secondOrder = new ArrayList<>(other.byName().keySet());
            secondOrder.retainAll(one.byName().keySet());
            if (!firstOrder.equals(secondOrder)) {
                int at = 0;
                while (firstOrder.get(at).equals(secondOrder.get(at))) {
                    at++;
                }
                add(
                        where,
                        DifferenceKind.ORDER,
                        "the same members in another order, from number " + (at + 1) + " on",
                        clean(firstOrder.get(at)),
                        clean(secondOrder.get(at)),
                        null);
            }
        }

        /** What is said of members; many differ in the same way, and the first stands for all. */
        private void compareHeaders(List<String> where, Members one, Members other) {
            Map<DifferenceKind, Difference> byKind = new EnumMap<>(DifferenceKind.class);
            List<String> names = new ArrayList<>(one.byName().keySet());
            // An index stands for the others last.
            names.sort(Comparator.comparing(INDEXES::contains));
            names.forEach(name -> {
                Members.Member member = Objects.requireNonNull(one.byName().get(name));
                Members.Member counterpart = other.byName().get(name);
                if (counterpart == null) {
                    return;
                }
                Header header = new Header(inside(where, name), member, counterpart, byKind);
                header.compare(DifferenceKind.TYPE, "another type", found -> label(found.kind()));
                header.compare(
                        DifferenceKind.MODE, "another mode", found -> String.format(Locale.ROOT, "%04o", found.mode()));
                header.compare(DifferenceKind.OWNER, "another owner", found -> clean(found.owner()));
                header.compare(DifferenceKind.TIME, "another modification time", found -> time(found.modified()));
                header.compare(DifferenceKind.LINK, "another target", found -> clean(found.link()));
            });
            found.addAll(byKind.values());
        }

        private record Header(
                List<String> where,
                Members.Member first,
                Members.Member second,
                Map<DifferenceKind, Difference> byKind) {

            void compare(DifferenceKind kind, String what, Function<Members.Member, String> value) {
                String one = value.apply(first);
                String other = value.apply(second);
                if (!one.equals(other)) {
                    byKind.merge(
                            kind,
                            new Difference(where, kind, what, one, other, null, 0),
                            (known, again) -> new Difference(
                                    known.where(), kind, what, known.first(), known.second(), null, known.more() + 1));
                }
            }
        }

        private void compareBodies(List<String> where, Members one, Members other) throws IOException {
            List<String> differing = new ArrayList<>();
            one.byName().forEach((name, member) -> {
                Members.Member counterpart = other.byName().get(name);
                if (counterpart != null
                        && member.kind() == Kind.FILE
                        && counterpart.kind() == Kind.FILE
                        && !member.content().equals(counterpart.content())) {
                    differing.add(name);
                }
            });
            if (!INDEXES.containsAll(differing)) {
                differing.removeAll(INDEXES);
            }
            Map<String, Path> first = new LinkedHashMap<>();
            Map<String, Path> second = new LinkedHashMap<>();
            for (String name : differing.subList(0, Math.min(differing.size(), MOST_DIFFERING))) {
                first.put(name, file());
                second.put(name, file());
            }
            if (first.isEmpty()) {
                return;
            }
            one.extract(first);
            other.extract(second);
            for (Map.Entry<String, Path> member : first.entrySet()) {
                Path counterpart = second.get(member.getKey());
                compare(inside(where, member.getKey()), member.getValue(), counterpart);
                Files.delete(member.getValue());
                Files.delete(counterpart);
            }
            if (differing.size() > MOST_DIFFERING) {
                notes.add((where.isEmpty() ? "" : String.join(" > ", where) + ": ")
                        + (differing.size() - MOST_DIFFERING) + " more members have other contents; the first "
                        + MOST_DIFFERING + " were looked into");
            }
        }

        private void compareSections(List<String> where, byte[] first, byte[] second) throws IOException {
            List<ElfFile.Section> one;
            List<ElfFile.Section> other;
            try {
                one = ElfFile.parse(first).sections();
                other = ElfFile.parse(second).sections();
            } catch (ElfFormatException e) {
                notes.add(String.join(" > ", where) + ": compared as bytes: " + e.getMessage());
                found.addAll(contents.compare(where, first, second));
                return;
            }
            List<String> names = one.stream().map(ElfFile.Section::name).toList();
            List<String> otherNames = other.stream().map(ElfFile.Section::name).toList();
            int before = found.size();
            if (!names.equals(otherNames)) {
                add(
                        where,
                        DifferenceKind.MEMBER,
                        "other sections",
                        clean(String.join(" ", names)),
                        clean(String.join(" ", otherNames)),
                        null);
            }
            List<Difference> derived = new ArrayList<>();
            List<Difference> plain = new ArrayList<>();
            for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
                ElfFile.Section section = one.get(i);
                if (!section.name().equals(other.get(i).name())) {
                    break;
                }
                List<String> place = inside(where, "section " + section.name());
                List<Difference> differences =
                        contents.compare(place, section.content(), other.get(i).content());
                if (!DERIVED.contains(section.name())) {
                    plain.addAll(differences);
                } else if (!differences.isEmpty()) {
                    derived.add(derived(place, section, other.get(i)));
                }
            }
            // What explains something first; what only shows that code and tables have moved is left out then.
            List<Difference> telling = plain.stream()
                    .filter(difference ->
                            difference.kind() != DifferenceKind.CONTENT && difference.kind() != DifferenceKind.SIZE)
                    .toList();
            found.addAll(!telling.isEmpty() ? telling : plain.stream().limit(1).toList());
            if (plain.isEmpty()) {
                found.addAll(derived);
            }
            if (found.size() == before) {
                int at = Arrays.mismatch(first, second);
                add(
                        where,
                        DifferenceKind.FORMAT,
                        "equal sections, with other headers or padding",
                        ContentComparer.show(first, at),
                        ContentComparer.show(second, at),
                        (long) at);
            }
        }

        private static Difference derived(List<String> place, ElfFile.Section one, ElfFile.Section other) {
            boolean id = one.name().equals(".note.gnu.build-id");
            return new Difference(
                    place,
                    id ? DifferenceKind.BUILD_ID : DifferenceKind.CONTENT,
                    id ? "another build ID of equal contents" : "another name or checksum of the debug information",
                    hexTail(one.content()),
                    hexTail(other.content()),
                    null,
                    0);
        }

        /** The last bytes: of a note of a build ID, the ID. */
        private static String hexTail(byte[] bytes) {
            StringBuilder hex = new StringBuilder();
            for (int i = Math.max(0, bytes.length - 20); i < bytes.length; i++) {
                hex.append(String.format(Locale.ROOT, "%02x", bytes[i] & 0xff));
            }
            return hex.toString();
        }

        private void compareContents(List<String> where, Path first, Path second) throws IOException {
            if (Math.max(Files.size(first), Files.size(second)) <= MOST_IN_MEMORY) {
                found.addAll(contents.compare(where, Files.readAllBytes(first), Files.readAllBytes(second)));
                return;
            }
            long at = Files.mismatch(first, second);
            add(
                    where,
                    DifferenceKind.UNREADABLE,
                    "too large to be looked into, of " + Files.size(first) + " and " + Files.size(second) + " bytes",
                    around(first, at),
                    around(second, at),
                    at);
        }

        private void add(
                List<String> where,
                DifferenceKind kind,
                String what,
                String first,
                String second,
                @Nullable Long offset) {
            found.add(new Difference(where, kind, what, first, second, offset, 0));
        }

        private boolean expand(Path file, Path target) throws IOException {
            try (OutputStream out = Files.newOutputStream(target)) {
                return ArchiveReader.expand(file, out, Members.MOST_BYTES);
            }
        }

        private Path file() {
            return directory.resolve("member-" + files++);
        }

        private static byte[] start(Path file) throws IOException {
            try (InputStream in = Files.newInputStream(file)) {
                return in.readNBytes(1024);
            }
        }

        private static String around(Path file, long offset) throws IOException {
            try (InputStream in = Files.newInputStream(file)) {
                in.skipNBytes(Math.min(offset, Files.size(file)));
                return ContentComparer.show(in.readNBytes(16), 0);
            }
        }

        private static List<String> inside(List<String> where, String part) {
            List<String> longer = new ArrayList<>(where);
            longer.add(clean(part));
            return longer;
        }

        /** Names come from files that anybody may have made. */
        private static String clean(String name) {
            StringBuilder printable = new StringBuilder();
            name.codePoints()
                    .limit(500)
                    .forEach(c -> printable.appendCodePoint(Character.isISOControl(c) ? '\uFFFD' : c));
            return printable.toString();
        }

        private static String label(Kind kind) {
            return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }

        private static String time(long seconds) {
            boolean inCalendar = seconds >= Instant.MIN.getEpochSecond() && seconds <= Instant.MAX.getEpochSecond();
            return inCalendar ? Instant.ofEpochSecond(seconds).toString() : seconds + " seconds since 1970";
        }
    }
}

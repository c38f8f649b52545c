package io.github.pythondist.elf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import net.fornwall.jelf.ElfDynamicSection;
import net.fornwall.jelf.ElfDynamicSection.ElfDynamicStructure;
import net.fornwall.jelf.ElfSection;
import net.fornwall.jelf.ElfSectionHeader;
import net.fornwall.jelf.ElfSegment;
import net.fornwall.jelf.ElfStringTable;
import net.fornwall.jelf.ElfSymbol;
import net.fornwall.jelf.ElfSymbolTableSection;
import org.jspecify.annotations.Nullable;

/**
 * One ELF file of any class and byte order, held in memory and read by way of JElf.
 *
 * <p>Everything comes from the section headers, which every tool but {@code sstrip} leaves. The dynamic linker goes by the
 * program headers instead, so a linked file is refused if its section headers are missing or tell something else. In a file of separated debugging information ({@code objcopy --only-keep-debug}) all sections that
 * would be loaded are empty, see {@link #debugOnly()}.
 *
 * @see <a href="https://www.sco.com/developers/gabi/latest/contents.html">System V gABI, chapters 4 and 5</a>
 * @see <a href="https://refspecs.linuxfoundation.org/LSB_5.0.0/LSB-Core-generic/LSB-Core-generic/book1.html">Linux
 *     Standard Base, chapter 10: PT_GNU_STACK, PT_GNU_RELRO, symbol versions</a>
 */
public final class ElfFile {

    /** What the file is (e_type), or by its number where it is none of these. */
    public enum Type {
        /** {@code .o}: not linked yet. */
        RELOCATABLE,
        /** Linked to a fixed address. */
        EXECUTABLE,
        /** A shared object or a position-independent executable. */
        DYNAMIC,
        OTHER
    }

    /** What PT_GNU_STACK, or in a relocatable file {@code .note.GNU-stack}, says about the stack. */
    public enum Stack {
        PLAIN,
        EXECUTABLE,
        /** Nothing is said: many systems then make the stack executable. */
        UNSTATED
    }

    /**
     * A version of a symbol that the file needs from a library.
     *
     * @param library the library's name, such as {@code libc.so.6}
     * @param version such as {@code GLIBC_2.17}
     */
    public record NeededVersion(String library, String version) {}

    /** A section with its content. */
    public static final class Section {

        private final String name;
        private final byte[] content;

        private Section(String name, byte[] content) {
            this.name = name;
            this.content = content;
        }

        /** Such as {@code .text}; several may have the same one. */
        public String name() {
            return name;
        }

        /** Expanded if it is compressed, empty for one without content in the file. */
        public byte[] content() {
            return content.clone();
        }
    }

    /** A place in the file, in bytes from its start. */
    record Span(int offset, int length) {}

    private static final int PT_GNU_STACK = 0x6474e551;
    private static final int PT_GNU_RELRO = 0x6474e552;
    private static final long SHF_COMPRESSED = 0x800;
    private static final int FIRST_RESERVED_SECTION = 0xff00;
    private static final int SECTION_COMMON = 0xfff2;
    private static final int STB_GNU_UNIQUE = 10;
    private static final int DT_VERNEED = 0x6ffffffe;
    /** What all compressed sections of a file may have when expanded, in bytes. */
    private static final int MOST_EXPANDED = 512 * 1024 * 1024;

    private final byte[] bytes;
    private final net.fornwall.jelf.ElfFile elf;
    private final @Nullable ElfDynamicSection dynamic;

    private ElfFile(byte[] bytes, net.fornwall.jelf.ElfFile elf) {
        this.bytes = bytes;
        this.elf = elf;
        // A debug file keeps the header of .dynamic, marked as without content.
        dynamic =
                elf.firstSectionByType(ElfSectionHeader.SHT_DYNAMIC) instanceof ElfDynamicSection found ? found : null;
    }

    /** Whether bytes begin as an ELF file does. */
    public static boolean isElf(byte[] bytes) {
        return bytes.length > 4 && bytes[0] == 0x7f && bytes[1] == 'E' && bytes[2] == 'L' && bytes[3] == 'F';
    }

    /**
     * @param bytes the whole file; not copied, so not to be changed
     * @throws ElfFormatException if the headers are damaged or cut off, or section headers do not match program headers
     */
    public static ElfFile parse(byte[] bytes) throws ElfFormatException {
        HeaderCheck.check(bytes);
        return reading(() -> {
            ElfFile file = new ElfFile(bytes, net.fornwall.jelf.ElfFile.from(bytes));
            if (file.isLinked() && !file.debugOnly()) {
                file.checkSectionsMatch();
            }
            return file;
        });
    }

    private boolean isLinked() {
        return type() == Type.EXECUTABLE || type() == Type.DYNAMIC;
    }

    /** What the section headers show must be what the dynamic linker will use. */
    private void checkSectionsMatch() throws ElfFormatException {
        ElfSegment segment = elf.firstSegmentByType(ElfSegment.PT_DYNAMIC);
        boolean match = sectionCount() > 0 && (segment == null) == (dynamic == null);
        if (match && segment != null && dynamic != null) {
            match = dynamic.header.sh_offset == segment.p_offset
                    && dynamic.header.sh_size == segment.p_filesz
                    && pointsAt(ElfDynamicSection.DT_STRTAB, elf.getSection(dynamic.header.sh_link))
                    && pointsAt(ElfDynamicSection.DT_SYMTAB, elf.firstSectionByType(ElfSectionHeader.SHT_DYNSYM))
                    && pointsAt(DT_VERNEED, elf.firstSectionByType(ElfSectionHeader.SHT_GNU_verneed));
        }
        if (!match) {
            throw new ElfFormatException("its section headers were removed or do not match its program headers");
        }
    }

    private boolean pointsAt(int tag, @Nullable ElfSection section) {
        return dynamic == null
                || dynamic.entries.stream()
                        .filter(entry -> entry.d_tag == tag)
                        .allMatch(entry -> section != null && section.header.sh_addr == entry.d_val_or_ptr);
    }

    /** What it is for, such as {@code x86_64}; class and byte order are named where they are not the usual ones. */
    public String machine() {
        return Machine.label(Short.toUnsignedInt(elf.e_machine), bits(), byteOrder());
    }

    /** 32 or 64. */
    public int bits() {
        return elf.is32Bits() ? 32 : 64;
    }

    public ByteOrder byteOrder() {
        return elf.ei_data == net.fornwall.jelf.ElfFile.DATA_MSB ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    public Type type() {
        return switch (elf.e_type) {
            case net.fornwall.jelf.ElfFile.ET_REL -> Type.RELOCATABLE;
            case net.fornwall.jelf.ElfFile.ET_EXEC -> Type.EXECUTABLE;
            case net.fornwall.jelf.ElfFile.ET_DYN -> Type.DYNAMIC;
            default -> Type.OTHER;
        };
    }

    /** Whether this is separated debugging information: the code's section is there and has no content. */
    public boolean debugOnly() throws ElfFormatException {
        return reading(() -> {
            ElfSection text = elf.firstSectionByName(".text");
            return type() != Type.RELOCATABLE
                    && text != null
                    && text.header.sh_type == ElfSectionHeader.SHT_NOBITS
                    && text.header.sh_size > 0;
        });
    }

    /** Whether the file has code or data for the dynamic linker to look after. */
    public boolean isDynamic() {
        return dynamic != null;
    }

    /** The program interpreter (PT_INTERP), which makes a file a dynamically linked program. */
    public Optional<String> interpreter() throws ElfFormatException {
        return reading(() -> {
            ElfSegment segment = elf.firstSegmentByType(ElfSegment.PT_INTERP);
            // The segment of a debug file points at bytes that are not there.
            return segment == null || debugOnly() ? Optional.empty() : Optional.ofNullable(elf.getInterpreter());
        });
    }

    /** Names of the libraries the dynamic linker loads first (DT_NEEDED), in the file's order. */
    public List<String> needed() throws ElfFormatException {
        return dynamicStrings(ElfDynamicSection.DT_NEEDED);
    }

    /** DT_SONAME. */
    public Optional<String> soname() throws ElfFormatException {
        return dynamicStrings(ElfDynamicSection.DT_SONAME).stream().findFirst();
    }

    /** Directories of DT_RPATH and DT_RUNPATH, one by one. */
    public List<String> runPaths() throws ElfFormatException {
        List<String> paths = new ArrayList<>();
        for (int tag : new int[] {ElfDynamicSection.DT_RPATH, ElfDynamicSection.DT_RUNPATH}) {
            for (String list : dynamicStrings(tag)) {
                paths.addAll(List.of(list.split(":", -1)));
            }
        }
        return paths;
    }

    /** Whether parts of the data are made read-only once they are relocated (PT_GNU_RELRO). */
    public boolean relro() throws ElfFormatException {
        return reading(() -> elf.firstSegmentByType(PT_GNU_RELRO) != null);
    }

    /** Whether all functions are looked up at start, so that their table can be read-only too. */
    public boolean bindNow() {
        return flag(ElfDynamicSection.DT_FLAGS, ElfDynamicSection.DF_BIND_NOW)
                || flag(ElfDynamicSection.DT_FLAGS_1, ElfDynamicSection.DF_1_NOW)
                || has(ElfDynamicSection.DT_BIND_NOW);
    }

    /** Whether functions of other objects are called through a table that could be filled late (DT_JMPREL). */
    public boolean hasLazyTable() {
        return has(ElfDynamicSection.DT_JMPREL);
    }

    /** Whether the code itself has to be changed when loaded (DT_TEXTREL). */
    public boolean textRelocations() {
        return has(ElfDynamicSection.DT_TEXTREL) || flag(ElfDynamicSection.DT_FLAGS, ElfDynamicSection.DF_TEXTREL);
    }

    /** Whether this is a program that may be loaded anywhere: marked so, or a shared object with an interpreter. */
    public boolean positionIndependentProgram() throws ElfFormatException {
        return type() == Type.DYNAMIC
                && (flag(ElfDynamicSection.DT_FLAGS_1, ElfDynamicSection.DF_1_PIE)
                        || interpreter().isPresent());
    }

    public Stack stack() throws ElfFormatException {
        return reading(() -> {
            if (type() == Type.RELOCATABLE) {
                ElfSection note = elf.firstSectionByName(".note.GNU-stack");
                return note == null
                        ? Stack.UNSTATED
                        : stack((note.header.sh_flags & ElfSectionHeader.FLAG_EXEC_INSTR) != 0);
            }
            ElfSegment segment = elf.firstSegmentByType(PT_GNU_STACK);
            return segment == null ? Stack.UNSTATED : stack(segment.isExecutable());
        });
    }

    private static Stack stack(boolean executable) {
        return executable ? Stack.EXECUTABLE : Stack.PLAIN;
    }

    /** How many loaded segments may be both written and executed. */
    public long writableCode() throws ElfFormatException {
        return reading(() -> elf.segmentsOfType(ElfSegment.PT_LOAD).stream()
                .filter(segment -> segment.isWriteable() && segment.isExecutable())
                .count());
    }

    /** Bytes of code in all sections. */
    public long codeSize() throws ElfFormatException {
        return reading(() -> {
            long size = 0;
            for (int i = 1; i < sectionCount(); i++) {
                ElfSectionHeader header = elf.getSection(i).header;
                if ((header.sh_flags & ElfSectionHeader.FLAG_EXEC_INSTR) != 0
                        && header.sh_type == ElfSectionHeader.SHT_PROGBITS) {
                    size += header.sh_size;
                }
            }
            return size;
        });
    }

    /** Names of the sections that only debuggers and linkers read, and that strip(1) removes; in the file's order. */
    public List<String> strippable() throws ElfFormatException {
        return reading(() -> {
            List<String> names = new ArrayList<>();
            for (int i = 1; i < sectionCount(); i++) {
                ElfSectionHeader header = elf.getSection(i).header;
                String name = header.getName();
                if (header.sh_type == ElfSectionHeader.SHT_SYMTAB
                        || (name != null && (name.startsWith(".debug_") || name.startsWith(".zdebug_")))) {
                    names.add(name == null ? ".symtab" : name);
                }
            }
            return names;
        });
    }

    /** Names that other objects can be bound to: defined, global or weak, and not hidden. */
    public NavigableSet<String> exports() throws ElfFormatException {
        return dynamicNames(true);
    }

    /** Names that are to be found in other objects. */
    public NavigableSet<String> imports() throws ElfFormatException {
        return dynamicNames(false);
    }

    /** Every name in the dynamic and, if it was not stripped, in the full symbol table. */
    public NavigableSet<String> symbolNames() throws ElfFormatException {
        NavigableSet<String> names = new TreeSet<>();
        reading(() -> {
            for (ElfSymbol symbol : symbols(ElfSectionHeader.SHT_DYNSYM)) {
                addName(symbol, names);
            }
            for (ElfSymbol symbol : symbols(ElfSectionHeader.SHT_SYMTAB)) {
                addName(symbol, names);
            }
            return names;
        });
        return names;
    }

    /** Undefined names of a relocatable file; they have no versions yet. */
    public NavigableSet<String> undefinedNames() throws ElfFormatException {
        NavigableSet<String> names = new TreeSet<>();
        reading(() -> {
            for (ElfSymbol symbol : symbols(ElfSectionHeader.SHT_SYMTAB)) {
                if (symbol.st_shndx == 0) {
                    addName(symbol, names);
                }
            }
            return names;
        });
        return names;
    }

    /** The versions of the symbols it needs from libraries, in the file's order. */
    public List<NeededVersion> neededVersions() throws ElfFormatException {
        return reading(() -> {
            ElfSection section = elf.firstSectionByType(ElfSectionHeader.SHT_GNU_verneed);
            if (section == null) {
                return List.of();
            }
            ElfSection names = elf.getSection(section.header.sh_link);
            if (!(names instanceof ElfStringTable strings)) {
                throw new ElfFormatException(".gnu.version_r is linked to no string table");
            }
            return VersionNeeds.read(
                    ByteBuffer.wrap(section.getData()).order(byteOrder()), section.header.sh_info, strings::get);
        });
    }

    /**
     * Expands the sections that are compressed, one after the other: their texts cannot be found in the file's own bytes.
     *
     * @param content takes each section's expanded content
     * @throws ElfFormatException if one cannot be expanded, or all together have more than 512 MiB
     */
    public void compressedSections(Consumer<byte[]> content) throws ElfFormatException {
        reading(() -> {
            int room = MOST_EXPANDED;
            for (int i = 1; i < sectionCount(); i++) {
                ElfSection section = elf.getSection(i);
                if ((section.header.sh_flags & SHF_COMPRESSED) != 0) {
                    byte[] expanded = CompressedSection.expand(section.getData(), byteOrder(), bits() == 64, room);
                    room -= expanded.length;
                    content.accept(expanded);
                }
            }
            return room;
        });
    }

    /**
     * All sections in the file's order.
     *
     * @throws ElfFormatException if a compressed one cannot be expanded, or all of these have more than 512 MiB
     */
    public List<Section> sections() throws ElfFormatException {
        return reading(() -> {
            List<Section> sections = new ArrayList<>();
            int room = MOST_EXPANDED;
            for (int i = 1; i < sectionCount(); i++) {
                ElfSection section = elf.getSection(i);
                String name = section.header.getName() == null ? "" : section.header.getName();
                byte[] content =
                        section.header.sh_type == ElfSectionHeader.SHT_NOBITS ? new byte[0] : section.getData();
                if ((section.header.sh_flags & SHF_COMPRESSED) != 0) {
                    content = CompressedSection.expand(content, byteOrder(), bits() == 64, room);
                    room -= content.length;
                }
                sections.add(new Section(name, content));
            }
            return sections;
        });
    }

    /**
     * The address of an exported object, or empty if there is none of that name.
     *
     * @param name of a defined symbol of the dynamic table
     */
    Optional<Long> address(String name) throws ElfFormatException {
        return reading(() -> {
            for (ElfSymbol symbol : symbols(ElfSectionHeader.SHT_DYNSYM)) {
                if (symbol.st_shndx != 0 && name.equals(symbol.getName())) {
                    return Optional.of(symbol.st_value);
                }
            }
            for (ElfSymbol symbol : symbols(ElfSectionHeader.SHT_SYMTAB)) {
                if (symbol.st_shndx != 0 && name.equals(symbol.getName())) {
                    return Optional.of(symbol.st_value);
                }
            }
            return Optional.empty();
        });
    }

    /** The value of a symbol of the dynamic table, by its index there; 0 if it is undefined. */
    long symbolValue(int index) throws ElfFormatException {
        return reading(() -> symbols(ElfSectionHeader.SHT_DYNSYM).get(index).st_value);
    }

    /** Where the content of all sections of a type is. */
    List<Span> spans(int sectionType) throws ElfFormatException {
        return reading(() -> {
            List<Span> spans = new ArrayList<>();
            for (ElfSection section : elf.sectionsOfType(sectionType)) {
                spans.add(span(section.header.sh_offset, section.header.sh_size));
            }
            return spans;
        });
    }

    /** The file's bytes that are loaded to an address, from there to the end of its segment. */
    Optional<Span> loadedAt(long address) throws ElfFormatException {
        for (ElfSegment segment : reading(() -> elf.segmentsOfType(ElfSegment.PT_LOAD))) {
            long distance = address - segment.p_vaddr;
            if (distance >= 0 && distance < segment.p_filesz) {
                return Optional.of(span(segment.p_offset + distance, segment.p_filesz - distance));
            }
        }
        return Optional.empty();
    }

    ByteBuffer buffer(Span span) {
        return ByteBuffer.wrap(bytes, span.offset(), span.length()).slice().order(byteOrder());
    }

    private Span span(long offset, long length) throws ElfFormatException {
        if (offset < 0 || length < 0 || offset + length > bytes.length) {
            throw new ElfFormatException("a section or segment reaches beyond the end of the file");
        }
        return new Span((int) offset, (int) length);
    }

    private int sectionCount() {
        return Short.toUnsignedInt(elf.e_shnum);
    }

    private NavigableSet<String> dynamicNames(boolean defined) throws ElfFormatException {
        NavigableSet<String> names = new TreeSet<>();
        reading(() -> {
            for (ElfSymbol symbol : symbols(ElfSectionHeader.SHT_DYNSYM)) {
                if (defined ? isExported(symbol) : symbol.st_shndx == 0) {
                    addName(symbol, names);
                }
            }
            return names;
        });
        return names;
    }

    private static boolean isExported(ElfSymbol symbol) {
        int section = Short.toUnsignedInt(symbol.st_shndx);
        boolean defined = section != 0 && (section < FIRST_RESERVED_SECTION || section == SECTION_COMMON);
        int binding = symbol.getBinding();
        boolean bound =
                binding == ElfSymbol.BINDING_GLOBAL || binding == ElfSymbol.BINDING_WEAK || binding == STB_GNU_UNIQUE;
        // Visibility: 0 default, 1 internal, 2 hidden, 3 protected.
        int visibility = symbol.st_other & 3;
        return defined && bound && (visibility == 0 || visibility == 3);
    }

    private static void addName(ElfSymbol symbol, NavigableSet<String> names) {
        String name = symbol.getName();
        if (name != null && !name.isEmpty()) {
            names.add(name);
        }
    }

    private List<ElfSymbol> symbols(int sectionType) {
        ElfSection section = elf.firstSectionByType(sectionType);
        return section instanceof ElfSymbolTableSection table ? Arrays.asList(table.symbols) : List.of();
    }

    private boolean has(int tag) {
        return dynamic != null && dynamic.entries.stream().anyMatch(entry -> entry.d_tag == tag);
    }

    private boolean flag(int tag, int bit) {
        return dynamic != null
                && dynamic.entries.stream().anyMatch(entry -> entry.d_tag == tag && (entry.d_val_or_ptr & bit) != 0);
    }

    private List<String> dynamicStrings(int tag) throws ElfFormatException {
        if (dynamic == null) {
            return List.of();
        }
        return reading(() -> {
            ElfStringTable strings = elf.getSection(dynamic.header.sh_link) instanceof ElfStringTable table
                    ? table
                    : elf.getDynamicStringTable();
            List<String> values = new ArrayList<>();
            for (ElfDynamicStructure entry : dynamic.entries) {
                if (entry.d_tag == tag) {
                    values.add(strings.get((int) entry.d_val_or_ptr));
                }
            }
            return values;
        });
    }

    private interface Reading<T> {
        T read() throws ElfFormatException;
    }

    /** JElf meets damage in many ways: numbers out of range, sections of another kind, tables that are not there. */
    private static <T> T reading(Reading<T> reading) throws ElfFormatException {
        try {
            return reading.read();
        } catch (RuntimeException e) {
            throw new ElfFormatException("damaged or cut off: " + e.getMessage(), e);
        }
    }
}

package io.github.pythondist.pe;

import io.github.pythondist.pe.PeImage.Directory;
import io.github.pythondist.pe.PeImage.Section;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One linked PE file (program, DLL, extension module) of any machine, held in memory. Object files and import libraries
 * are not read.
 *
 * <p>What a damaged or hostile file claims is believed only within its own bytes: every table has a limit, every place is
 * looked up in the section that Windows would load it from.
 *
 * @see <a href="https://learn.microsoft.com/en-us/windows/win32/debug/pe-format">Microsoft, PE format</a>
 */
public final class PeFile {

    /** What a program asks of the system that starts it. */
    public enum Subsystem {
        /** A program without a console of its own. */
        WINDOWS,
        CONSOLE,
        OTHER
    }

    /**
     * What a file takes from a DLL.
     *
     * @param library the DLL's name as it is written
     * @param functions names, {@code #7} for what is taken by its number
     * @param delayed whether it is loaded only when a function is first called
     * @param time of the DLL that it was bound to; 0 if it is not
     */
    public record Import(String library, List<String> functions, boolean delayed, long time) {
        public Import {
            functions = List.copyOf(functions);
        }
    }

    /**
     * What a file offers.
     *
     * @param ordinal its number
     * @param name if it has one
     * @param forwarder {@code dll.name} or {@code dll.#7}, if it is to be found in another DLL
     */
    public record Export(int ordinal, Optional<String> name, Optional<String> forwarder) {}

    /**
     * @param file name of the file with the separated debugging information, without a directory
     * @param crc32 of all of that file
     */
    public record DebugLink(String file, long crc32) {}

    private static final int EXPORTS = 0;
    private static final int IMPORTS = 1;
    private static final int RESOURCES = 2;
    private static final int RELOCATIONS = 5;
    private static final int DEBUG = 6;
    private static final int DELAYED_IMPORTS = 13;

    private static final int FILE_RELOCATIONS_STRIPPED = 0x1;
    private static final int FILE_EXECUTABLE = 0x2;
    private static final int FILE_DLL = 0x2000;
    private static final int DLL_HIGH_ENTROPY = 0x20;
    private static final int DLL_DYNAMIC_BASE = 0x40;
    private static final int DLL_NX_COMPATIBLE = 0x100;
    private static final int SECTION_CODE = 0x20;
    private static final int SECTION_EXECUTE = 0x20000000;
    private static final int SECTION_WRITE = 0x80000000;
    private static final int DEBUG_CODEVIEW = 2;
    private static final int DEBUG_REPRODUCIBLE = 16;
    private static final int DEBUG_ENTRY = 28;
    /** An address space has no more, and Windows' own largest programs some hundred. */
    private static final int MOST_LIBRARIES = 4096;

    private static final int MOST_FUNCTIONS = 1 << 18;
    /** Numbers of exports have 16 bits. */
    private static final int MOST_EXPORTS = 1 << 16;

    private static final int MOST_DEBUG_ENTRIES = 64;

    private final PeImage image;

    private PeFile(PeImage image) {
        this.image = image;
    }

    /** Whether bytes begin as a PE file does: with a DOS program whose header leads to {@code PE\0\0}. */
    public static boolean isPe(byte[] bytes) {
        if (!isDos(bytes) || bytes.length < 0x40) {
            return false;
        }
        int header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(0x3c);
        return header >= 4
                && header <= bytes.length - 4
                && bytes[header] == 'P'
                && bytes[header + 1] == 'E'
                && bytes[header + 2] == 0
                && bytes[header + 3] == 0;
    }

    /** Whether bytes begin as a program for DOS does, which every PE file is too. */
    public static boolean isDos(byte[] bytes) {
        return bytes.length > 2 && bytes[0] == 'M' && bytes[1] == 'Z';
    }

    /**
     * @param bytes the whole file; not copied, so not to be changed
     * @throws PeFormatException if headers or sections are damaged, cut off, or not as Windows would load them
     */
    public static PeFile parse(byte[] bytes) throws PeFormatException {
        return reading(() -> {
            PeFile file = new PeFile(new PeImage(bytes));
            if ((file.image.coff16(18) & FILE_EXECUTABLE) == 0) {
                throw new PeFormatException("its header says that it cannot be loaded (IMAGE_FILE_EXECUTABLE_IMAGE)");
            }
            return file;
        });
    }

    /** What it is for, such as {@code amd64}. */
    public String machine() {
        int machine = image.coff16(0);
        return switch (machine) {
            case 0x14c -> "i386";
            case 0x1c4 -> "arm";
            case 0x8664 -> "amd64";
            case 0xaa64 -> "arm64";
            default -> String.format("machine %#x", machine);
        };
    }

    /** 64 for PE32+, 32 for PE32. */
    public int bits() {
        return image.wide() ? 64 : 32;
    }

    /** Whether it is loaded by a program, not started itself; extension modules are DLLs. */
    public boolean isLibrary() {
        return (image.coff16(18) & FILE_DLL) != 0;
    }

    public Subsystem subsystem() {
        return switch (image.optional16(68)) {
            case 2 -> Subsystem.WINDOWS;
            case 3 -> Subsystem.CONSOLE;
            default -> Subsystem.OTHER;
        };
    }

    /** Whether it may be loaded to any address (DYNAMIC_BASE). */
    public boolean dynamicBase() {
        return (image.optional16(70) & DLL_DYNAMIC_BASE) != 0;
    }

    /** Whether that may be any of 64 bits (HIGH_ENTROPY_VA). */
    public boolean highEntropy() {
        return (image.optional16(70) & DLL_HIGH_ENTROPY) != 0;
    }

    /** Whether it runs with data that cannot be executed (NX_COMPAT). */
    public boolean noExecutableData() {
        return (image.optional16(70) & DLL_NX_COMPATIBLE) != 0;
    }

    /** Whether what loading it elsewhere needs was taken out. */
    public boolean relocationsStripped() {
        return (image.coff16(18) & FILE_RELOCATIONS_STRIPPED) != 0;
    }

    /** Whether there is a table of places to change when it is loaded elsewhere. */
    public boolean hasRelocations() {
        return !image.directory(RELOCATIONS).isEmpty();
    }

    /** Names of sections that may be both written and executed. */
    public List<String> writableCode() {
        return image.sections().stream()
                .filter(section -> section.has(SECTION_WRITE) && section.has(SECTION_EXECUTE))
                .map(Section::name)
                .toList();
    }

    /** Bytes of code in all sections. */
    public long codeSize() {
        return image.sections().stream()
                .filter(section -> section.has(SECTION_CODE) || section.has(SECTION_EXECUTE))
                .mapToLong(
                        section -> section.size() == 0 ? section.length() : Math.min(section.size(), section.length()))
                .sum();
    }

    /** Whether this is separated debugging information: sections of code are there without content, and no imports. */
    public boolean debugOnly() {
        List<Section> code = image.sections().stream()
                .filter(section -> section.has(SECTION_EXECUTE) && section.size() > 0)
                .toList();
        return !code.isEmpty()
                && code.stream().allMatch(section -> section.length() == 0)
                && !image.isThere(image.directory(IMPORTS).address());
    }

    /** What only debuggers read: sections of DWARF, and {@code symbols} if there is a table of them. */
    public List<String> strippable() {
        List<String> names = new ArrayList<>();
        if (image.coff32(12) > 0) {
            names.add("symbols");
        }
        image.sections().stream()
                .map(Section::name)
                .filter(name -> name.startsWith(".debug") || name.startsWith(".zdebug") || name.startsWith(".stab"))
                .forEach(names::add);
        return names;
    }

    /**
     * The link to separated debugging information in the section {@code .gnu_debuglink}.
     *
     * @see <a href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Separate-Debug-Files.html">gdb, debugging
     *     information in separate files</a>
     */
    public Optional<DebugLink> debugLink() throws PeFormatException {
        return reading(() -> {
            Optional<Section> section = image.section(".gnu_debuglink");
            if (section.isEmpty()) {
                return Optional.empty();
            }
            int start = section.get().offset();
            String name = image.textAt(start, section.get().length());
            // The name's zero byte, then zeros up to a multiple of four.
            int crc = start + (name.getBytes(StandardCharsets.UTF_8).length / 4 + 1) * 4;
            return Optional.of(new DebugLink(name, image.unsigned(crc)));
        });
    }

    /** What it takes from DLLs, in the file's order, those loaded late at the end. */
    public List<Import> imports() throws PeFormatException {
        return reading(() -> {
            List<Import> imports = new ArrayList<>();
            if (debugOnly()) {
                return imports;
            }
            int[] room = {MOST_FUNCTIONS};
            Directory directory = image.directory(IMPORTS);
            for (long at = directory.address(); !directory.isEmpty() && image.word(at + 12) != 0; at += 20) {
                long names = image.word(at) == 0 ? image.word(at + 16) : image.word(at);
                imports.add(new Import(
                        image.text(image.word(at + 12)), functions(names, 0, room), false, image.word(at + 4)));
                checkLibraries(imports);
            }
            Directory delayed = image.directory(DELAYED_IMPORTS);
            for (long at = delayed.address(); !delayed.isEmpty() && image.word(at + 4) != 0; at += 32) {
                // Linkers before 2002 wrote addresses instead of RVAs.
                long base = (image.word(at) & 1) != 0 ? 0 : image.imageBase();
                imports.add(new Import(
                        image.text(image.word(at + 4) - base),
                        functions(image.word(at + 16) - base, base, room),
                        true,
                        image.word(at + 28)));
                checkLibraries(imports);
            }
            return imports;
        });
    }

    private static void checkLibraries(List<Import> imports) throws PeFormatException {
        if (imports.size() > MOST_LIBRARIES) {
            throw new PeFormatException("it imports from more than " + MOST_LIBRARIES + " libraries");
        }
    }

    private List<String> functions(long table, long base, int[] room) throws PeFormatException {
        List<String> functions = new ArrayList<>();
        int size = image.wide() ? 8 : 4;
        for (long at = table; image.pointer(at) != 0; at += size) {
            long entry = image.pointer(at);
            boolean byNumber = image.wide() ? entry < 0 : (entry & 0x80000000L) != 0;
            // Two bytes of a hint before the name.
            functions.add(byNumber ? "#" + (entry & 0xffff) : image.text((entry & 0x7fffffff) - base + 2));
            room[0]--;
            if (room[0] < 0) {
                throw new PeFormatException("it imports more than " + MOST_FUNCTIONS + " functions");
            }
        }
        return functions;
    }

    /** What it offers, by ordinal. */
    public List<Export> exports() throws PeFormatException {
        return reading(() -> {
            Directory directory = image.directory(EXPORTS);
            if (directory.isEmpty() || debugOnly()) {
                return List.of();
            }
            long base = image.word(directory.address() + 16);
            long functions = image.word(directory.address() + 20);
            long names = image.word(directory.address() + 24);
            if (functions > MOST_EXPORTS || names > MOST_EXPORTS) {
                throw new PeFormatException("it claims to export " + Math.max(functions, names) + " functions");
            }
            List<Export> exports = new ArrayList<>();
            SortedMap<Integer, List<String>> byIndex = new TreeMap<>();
            for (long i = 0; i < names; i++) {
                int index = image.half(image.word(directory.address() + 36) + 2 * i);
                byIndex.computeIfAbsent(index, none -> new ArrayList<>())
                        .add(image.text(image.word(image.word(directory.address() + 32) + 4 * i)));
            }
            for (int i = 0; i < functions; i++) {
                long address = image.word(image.word(directory.address() + 28) + 4L * i);
                if (address == 0) {
                    continue;
                }
                boolean forwarded = address >= directory.address() && address < directory.address() + directory.size();
                Optional<String> forwarder = forwarded ? Optional.of(image.text(address)) : Optional.empty();
                int ordinal = (int) base + i;
                List<String> called = byIndex.getOrDefault(i, List.of());
                if (called.isEmpty()) {
                    exports.add(new Export(ordinal, Optional.empty(), forwarder));
                }
                called.forEach(name -> exports.add(new Export(ordinal, Optional.of(name), forwarder)));
            }
            return exports;
        });
    }

    /** Where the exported function or variable of a name is, as an RVA. */
    Optional<Long> address(String name) throws PeFormatException {
        Directory directory = image.directory(EXPORTS);
        long base = directory.isEmpty() ? 0 : image.word(directory.address() + 16);
        for (Export export : exports()) {
            if (export.name().equals(Optional.of(name)) && export.forwarder().isEmpty()) {
                return Optional.of(image.word(image.word(directory.address() + 28) + 4 * (export.ordinal() - base)));
            }
        }
        return Optional.empty();
    }

    PeImage image() {
        return image;
    }

    /**
     * The times in the file, in seconds since 1970, by where they are: headers, directories of exports, debugging
     * information and resources, libraries that it was bound to. 0 and -1 ({@code 0xffffffff}) stand for none.
     */
    public SortedMap<String, Long> times() throws PeFormatException {
        return reading(() -> {
            SortedMap<String, Long> times = new TreeMap<>();
            times.put("header", image.coff32(4));
            if (debugOnly()) {
                return times;
            }
            Directory exports = image.directory(EXPORTS);
            if (!exports.isEmpty()) {
                times.put("export directory", image.word(exports.address() + 4));
            }
            List<Long> entries = debugEntries();
            for (int i = 0; i < entries.size(); i++) {
                times.put("debug directory entry " + (i + 1), image.word(entries.get(i) + 4));
            }
            for (Import imported : imports()) {
                times.put("import of " + imported.library(), imported.time());
            }
            if (!image.directory(RESOURCES).isEmpty()) {
                times.put("resource directory", new Resources(image, image.directory(RESOURCES)).time());
            }
            return times;
        });
    }

    /** Whether its times are no times but digests, as the entry for reproducible builds in its debug directory says. */
    public boolean reproducible() throws PeFormatException {
        return reading(() -> debugEntries().stream().anyMatch(at -> image.word(at + 12) == DEBUG_REPRODUCIBLE));
    }

    /** How it names the file with its symbols (PDB), if it does; lld for MinGW writes an empty name beside a build ID. */
    public Optional<String> symbolFile() throws PeFormatException {
        return reading(() -> {
            for (long entry : debugEntries()) {
                if (image.word(entry + 12) != DEBUG_CODEVIEW) {
                    continue;
                }
                int data = (int) image.word(entry + 24);
                int name = image.unsigned(data) == 0x53445352 ? data + 24 : data + 16;
                long end = data + image.word(entry + 16);
                return end <= name
                        ? Optional.empty()
                        : Optional.of(image.textAt(name, (int) Math.min(end - name, 4095)));
            }
            return Optional.empty();
        });
    }

    private List<Long> debugEntries() throws PeFormatException {
        Directory directory = image.directory(DEBUG);
        List<Long> entries = new ArrayList<>();
        if (debugOnly()) {
            return entries;
        }
        for (long at = 0; !directory.isEmpty() && at + DEBUG_ENTRY <= directory.size(); at += DEBUG_ENTRY) {
            if (entries.size() == MOST_DEBUG_ENTRIES) {
                throw new PeFormatException("its debug directory has more than " + MOST_DEBUG_ENTRIES + " entries");
            }
            entries.add(directory.address() + at);
        }
        return entries;
    }

    /** Its version resource, if it has one. */
    public Optional<VersionInfo> version() throws PeFormatException {
        return reading(() -> {
            Directory directory = image.directory(RESOURCES);
            return directory.isEmpty() || debugOnly() ? Optional.empty() : new Resources(image, directory).version();
        });
    }

    /**
     * The names of the built-in modules, if it is an interpreter's library.
     *
     * @see <a href="https://docs.python.org/3/c-api/import.html#c._inittab">Python/C API: struct _inittab</a>
     */
    public Optional<NavigableSet<String>> builtInModules() throws PeFormatException {
        return reading(() -> debugOnly() ? Optional.empty() : PythonTable.builtIn(this));
    }

    private interface Reading<T> {
        T read() throws PeFormatException;
    }

    private static <T> T reading(Reading<T> reading) throws PeFormatException {
        try {
            return reading.read();
        } catch (RuntimeException e) {
            String why = e.getMessage() == null ? "a place beyond the end of the file" : e.getMessage();
            throw new PeFormatException("damaged or cut off: " + why, e);
        }
    }
}

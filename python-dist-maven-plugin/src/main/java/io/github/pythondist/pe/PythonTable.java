package io.github.pythondist.pe;

import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Reads the table of built-in modules out of an interpreter's DLL: the exported variable {@code PyImport_Inittab} points
 * to pairs of a name and a function, ended by a name that is null. Pointers are written for the preferred base address.
 */
final class PythonTable {

    private static final String TABLE = "PyImport_Inittab";
    private static final int MOST_MODULES = 1000;

    private PythonTable() {}

    static Optional<NavigableSet<String>> builtIn(PeFile file) throws PeFormatException {
        Optional<Long> variable = file.address(TABLE);
        if (variable.isEmpty()) {
            return Optional.empty();
        }
        PeImage image = file.image();
        int pointer = image.wide() ? 8 : 4;
        NavigableSet<String> names = new TreeSet<>();
        long entry = image.pointer(variable.get()) - image.imageBase();
        for (int i = 0; i < MOST_MODULES; i++) {
            long name = image.pointer(entry);
            if (name == 0) {
                return Optional.of(names);
            }
            names.add(image.text(name - image.imageBase()));
            entry += 2L * pointer;
        }
        throw new PeFormatException(TABLE + " has no end");
    }
}

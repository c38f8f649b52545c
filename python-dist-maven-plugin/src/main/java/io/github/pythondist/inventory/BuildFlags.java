package io.github.pythondist.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The words of a compiler's or linker's command line, or of a line in a {@code Setup} file, sorted by what they are.
 * The rules are those of CPython's {@code Modules/makesetup}.
 *
 * @param sources files to compile, as written
 * @param includes directories of {@code -I}
 * @param defines macros of {@code -D}, and {@code -U} with its letter
 * @param libraries {@code -l…}, static libraries, frameworks, and variables that hold such
 * @param variables compiler flags given as a variable
 * @param others flags of no interest for the comparison
 * @param names words that can be module names
 * @param unknown words of no known kind
 */
record BuildFlags(
        List<String> sources,
        SortedSet<String> includes,
        SortedSet<String> defines,
        SortedSet<String> libraries,
        SortedSet<String> variables,
        List<String> others,
        List<String> names,
        List<String> unknown) {

    private static BuildFlags empty() {
        return new BuildFlags(
                new ArrayList<>(),
                new TreeSet<>(),
                new TreeSet<>(),
                new TreeSet<>(),
                new TreeSet<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>());
    }

    /** Sorts words; {@code -I}, {@code -D}, {@code -l} may be apart from their value. */
    static BuildFlags of(List<String> words) {
        BuildFlags flags = empty();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            boolean more = i + 1 < words.size();
            if (more && (word.equals("-I") || word.equals("-D") || word.equals("-U") || word.equals("-l"))) {
                flags.add(word + words.get(++i));
            } else if (more && (word.equals("-framework") || word.equals("-u") || word.equals("-Xlinker"))) {
                flags.pair(word, words.get(++i));
            } else {
                flags.add(word);
            }
        }
        return flags;
    }

    private void pair(String word, String value) {
        if (word.equals("-framework")) {
            libraries.add(word + " " + value);
        } else {
            others.add(word + " " + value);
        }
    }

    private void add(String word) {
        if (word.startsWith("-I")) {
            includes.add(path(word.substring(2)));
        } else if (word.startsWith("-D")) {
            defines.add(word.substring(2));
        } else if (word.startsWith("-U")) {
            defines.add(word);
        } else if (word.startsWith("-l")) {
            libraries.add(word);
        } else if (word.startsWith("-")) {
            others.add(word);
        } else if (word.startsWith("$")) {
            (isLinkVariable(word) ? libraries : variables).add(plainVariable(word));
        } else if (word.matches(".*\\.(a|so|sl|def)")) {
            libraries.add(path(word));
        } else if (word.matches(".*\\.(c|C|m|cc|c\\+\\+|cxx|cpp)")) {
            sources.add(path(word));
        } else if (word.endsWith(".o")) {
            others.add(word);
        } else if (word.matches("[A-Za-z_]\\w*")) {
            names.add(word);
        } else {
            unknown.add(word);
        }
    }

    private static boolean isLinkVariable(String word) {
        return plainVariable(word).matches(".*(LIBS?|LDFLAGS|RPATH|LIBM|LIBATOMIC)\\w*") && !word.contains("CFLAGS");
    }

    /** {@code $(NAME)} and <code>${NAME}</code> as {@code $NAME}. */
    private static String plainVariable(String word) {
        return word.replaceAll("^\\$[({](\\w+)[)}]$", "\\$$1");
    }

    /** Without the variable of the source directory, which says nothing here. */
    static String inTopDirectory(String words) {
        return words.replaceAll("\\\\?\\$[({]srcdir[)}]/", "").replace("\\$(", "$(");
    }

    private static String path(String word) {
        return inTopDirectory(word).replaceFirst("^\\./", "");
    }
}

package io.github.pythondist.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * {@code configure.ac} with the macros of {@code aclocal.m4}: the modules it decides on ({@code PY_STDLIB_MOD}), its
 * options, and the values its variables may have. Macros of CPython's own that stand for several
 * {@code PY_STDLIB_MOD} are expanded.
 */
final class ConfigureScript {

    private static final String MODULE = "PY_STDLIB_MOD";
    private static final String SIMPLE_MODULE = "PY_STDLIB_MOD_SIMPLE";
    /** Modules that other systems lack: nothing for us. */
    private static final String NOT_AVAILABLE = "PY_STDLIB_MOD_SET_NA";

    private static final Set<String> OPTIONS = Set.of("AC_ARG_WITH", "AC_ARG_ENABLE");
    private static final Set<String> VALUES = Set.of("PKG_CHECK_MODULES", "AS_VAR_APPEND", "AS_VAR_SET", "AC_SUBST");
    private static final Pattern FAMILY =
            Pattern.compile("\\bPY_STDLIB_MOD(?:_SIMPLE)?\\(|\\bPKG_CHECK_MODULES\\(\\[?\\w+]?,\\s*\\[?\\$[1-9]");
    private static final Pattern PARAMETER = Pattern.compile("\\$([1-9])");

    private final SortedMap<String, StdlibMacro> modules = new TreeMap<>();
    private final SortedMap<String, ConfigureOption> options = new TreeMap<>();
    private final ShellVariables variables = new ShellVariables();
    private final List<NotUnderstood> notUnderstood = new ArrayList<>();

    /**
     * Adds what a file says.
     *
     * @param script the text of {@code configure.ac}: options in the definition of a macro count if it names the macro
     */
    void read(String file, String text, String script) {
        variables.read(text);
        List<MacroCall> definitions = MacroScanner.scan(file, text, "AC_DEFUN"::equals, notUnderstood);
        Set<String> families = families(definitions);
        List<MacroCall> calls = MacroScanner.scan(
                file,
                text,
                name -> name.startsWith(MODULE)
                        || OPTIONS.contains(name)
                        || VALUES.contains(name)
                        || families.contains(name),
                notUnderstood);
        for (MacroCall call : calls) {
            if (OPTIONS.contains(call.name())) {
                boolean unused = definitions.stream()
                        .anyMatch(definition -> definition.encloses(call) && !script.contains(definition.argument(0)));
                if (!unused) {
                    option(file, call, text.substring(call.start(), call.end()));
                }
            } else if (VALUES.contains(call.name())) {
                variables.read(call);
            } else if (families.contains(call.name())) {
                expand(file, call, definitions);
            } else if (definitions.stream().noneMatch(definition -> definition.encloses(call))) {
                module(file, call, call.line());
            }
        }
    }

    /** The names of macros whose definition declares modules, or asks pkg-config for one of its parameters. */
    private static Set<String> families(List<MacroCall> definitions) {
        return definitions.stream()
                .filter(definition -> FAMILY.matcher(definition.argument(1)).find())
                .map(definition -> definition.argument(0))
                .collect(Collectors.toSet());
    }

    private void expand(String file, MacroCall call, List<MacroCall> definitions) {
        for (MacroCall definition : definitions) {
            if (definition.argument(0).equals(call.name())) {
                String body = PARAMETER
                        .matcher(definition.argument(1))
                        .replaceAll(
                                match -> Matcher.quoteReplacement(call.argument(Integer.parseInt(match.group(1)) - 1)));
                MacroScanner.scan(file, body, name -> name.startsWith(MODULE) || VALUES.contains(name), notUnderstood)
                        .forEach(inner -> {
                            if (VALUES.contains(inner.name())) {
                                variables.read(inner);
                            } else {
                                module(file, inner, call.line());
                            }
                        });
            }
        }
    }

    private void module(String file, MacroCall call, int line) {
        SourceLine where = new SourceLine(file, line);
        String name = call.argument(0);
        if (call.name().equals(NOT_AVAILABLE)) {
            return;
        }
        if (!call.name().equals(MODULE) && !call.name().equals(SIMPLE_MODULE)) {
            notUnderstood.add(new NotUnderstood(where, shown(call), "an unknown macro about modules"));
        } else if (!name.matches("[A-Za-z_]\\w*")) {
            notUnderstood.add(new NotUnderstood(where, shown(call), "the module's name is not a word"));
        } else {
            boolean simple = call.name().equals(SIMPLE_MODULE);
            StdlibMacro macro = simple
                    ? new StdlibMacro(name, "", "", call.flat(1), call.flat(2), where)
                    : new StdlibMacro(name, call.flat(1), call.flat(2), call.flat(3), call.flat(4), where);
            if (modules.putIfAbsent(name, macro) != null) {
                notUnderstood.add(new NotUnderstood(where, shown(call), "the module is declared a second time"));
            }
        }
    }

    private void option(String file, MacroCall call, String written) {
        SourceLine where = new SourceLine(file, call.line());
        String word = call.flat(0);
        if (!word.matches("[A-Za-z0-9_-]+")) {
            notUnderstood.add(new NotUnderstood(where, shown(call), "the option's name is not a word"));
            return;
        }
        String name = (call.name().equals("AC_ARG_WITH") ? "--with-" : "--enable-") + word.replace('_', '-');
        String help = call.flat(1);
        List<MacroCall> strings = MacroScanner.scan(file, written, "AS_HELP_STRING"::equals, notUnderstood);
        if (!strings.isEmpty()) {
            help = strings.get(0).flat(1);
        }
        options.putIfAbsent(
                name, new ConfigureOption(name, help.replace("@<:@", "[").replace("@:>@", "]"), where));
    }

    private static String shown(MacroCall call) {
        return call.name() + "(" + String.join(", ", call.arguments()) + ")";
    }

    /** Module → its declaration. */
    SortedMap<String, StdlibMacro> modules() {
        return modules;
    }

    /** Name → option. */
    SortedMap<String, ConfigureOption> options() {
        return options;
    }

    /** What the variables may hold. */
    ShellVariables variables() {
        return variables;
    }

    /** What could not be read. */
    List<NotUnderstood> notUnderstood() {
        return notUnderstood;
    }
}

package io.github.pythondist.inventory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code Extension(...)} calls of CPython's {@code setup.py} (up to 3.11) without running it. Variables of a
 * function stand for everything the function assigns or appends to them; a loop over literal strings is unrolled. What
 * is computed is kept as the line to look at.
 */
final class SetupPyParser {

    private static final List<String> POSITIONAL = List.of("name", "sources");

    private final String file;
    private final List<NotUnderstood> notUnderstood;
    private final Map<String, PythonValue> variables = new TreeMap<>();
    /** Variables that hold an extension → its declaration's index. */
    private final Map<String, Integer> extensions = new TreeMap<>();

    private final List<ModuleDeclaration> declarations = new ArrayList<>();
    private String loopVariable = "";
    private List<String> loopValues = List.of("");
    private int loopIndent;

    private SetupPyParser(String file, List<NotUnderstood> notUnderstood) {
        this.file = file;
        this.notUnderstood = notUnderstood;
    }

    static List<ModuleDeclaration> parse(String file, String text, List<NotUnderstood> notUnderstood) {
        SetupPyParser parser = new SetupPyParser(file, notUnderstood);
        PythonTokenizer.statements(file, text, notUnderstood).forEach(parser::statement);
        return parser.declarations;
    }

    private void statement(PythonStatement statement) {
        if (statement.first().is("def") || statement.first().is("class")) {
            variables.clear();
            extensions.clear();
            endLoop();
            return;
        }
        if (!loopVariable.isEmpty() && statement.indent() <= loopIndent) {
            endLoop();
        }
        if (statement.tokens().stream().anyMatch(token -> token.is("ext_modules"))) {
            // distutils wants an extension before detect_modules() names the real ones; that one is never built.
            return;
        }
        if (statement.first().is("for") && statement.has(2, "in")) {
            loop(statement);
        } else {
            assignment(statement);
            append(statement);
            for (int i = 0; i < statement.tokens().size(); i++) {
                if (statement.has(i, "Extension", "(")) {
                    call(statement, i + 1);
                }
            }
        }
    }

    private void endLoop() {
        variables.remove(loopVariable);
        loopVariable = "";
        loopValues = List.of("");
    }

    private void loop(PythonStatement statement) {
        List<PythonToken> tokens = statement.tokens();
        int colon = tokens.size() - (tokens.get(tokens.size() - 1).is(":") ? 1 : 0);
        PythonValue value = expression().read(tokens.subList(3, colon));
        if (value.unknown().isEmpty() && !value.texts().isEmpty()) {
            loopVariable = tokens.get(1).text();
            loopValues = value.texts();
            loopIndent = statement.indent();
        } else {
            variables.put(tokens.get(1).text(), PythonValue.unknown(statement.line()));
        }
    }

    private void assignment(PythonStatement statement) {
        if (!statement.has(1, "=") && !statement.has(1, "+=")) {
            return;
        }
        List<PythonToken> value =
                statement.tokens().subList(2, statement.tokens().size());
        if (value.size() > 1 && value.get(0).is("Extension") && value.get(1).is("(")) {
            extensions.put(statement.first().text(), declarations.size());
        } else {
            variables.merge(statement.first().text(), expression().read(value), PythonValue::and);
        }
    }

    /** {@code variable.append(x)} and {@code extension.libraries.append(x)}. */
    private void append(PythonStatement statement) {
        List<PythonToken> tokens = statement.tokens();
        String name = statement.first().text();
        if (statement.has(1, ".", "append", "(")) {
            PythonValue value = expression().read(tokens.subList(4, PythonExpression.end(tokens, 3)));
            variables.merge(name, value, PythonValue::and);
        } else if (extensions.containsKey(name) && tokens.size() > 6 && statement.has(3, ".", "append", "(")) {
            PythonValue value = expression().read(tokens.subList(6, PythonExpression.end(tokens, 5)));
            int index = extensions.get(name);
            Map<String, PythonValue> argument = Map.of(tokens.get(2).text(), value);
            ModuleDeclaration declared = declarations.get(index);
            declarations.set(index, declaration(declared.name(), declared.where(), argument, declared));
        }
    }

    private void call(PythonStatement statement, int open) {
        List<PythonToken> tokens = statement.tokens();
        int close = PythonExpression.end(tokens, open);
        SourceLine where = new SourceLine(file, tokens.get(open).line());
        List<List<PythonToken>> arguments =
                PythonExpression.split(tokens.subList(open + 1, Math.min(close, tokens.size())));
        for (String value : loopValues) {
            if (!loopVariable.isEmpty()) {
                variables.put(loopVariable, PythonValue.of(value));
            }
            Map<String, PythonValue> values = new LinkedHashMap<>();
            for (int i = 0; i < arguments.size(); i++) {
                List<PythonToken> argument = arguments.get(i);
                boolean keyword = argument.size() > 2 && argument.get(1).is("=");
                String name = keyword
                        ? argument.get(0).text()
                        : i < POSITIONAL.size() ? POSITIONAL.get(i) : "argument " + (i + 1);
                values.put(name, expression().read(keyword ? argument.subList(2, argument.size()) : argument));
            }
            PythonValue name = values.getOrDefault("name", PythonValue.nothing());
            if (name.texts().size() == 1 && name.unknown().isEmpty()) {
                declarations.add(declaration(name.texts().get(0), where, values, null));
            } else {
                notUnderstood.add(new NotUnderstood(
                        where,
                        String.join(" ", tokens.stream().map(PythonToken::text).toList()),
                        "the extension's name is computed"));
            }
        }
    }

    private ModuleDeclaration declaration(
            String name, SourceLine where, Map<String, PythonValue> arguments, @Nullable ModuleDeclaration base) {
        List<String> words = new ArrayList<>(base == null ? List.of() : words(base.flags()));
        SortedSet<SourceLine> dynamic = new TreeSet<>(base == null ? new TreeSet<>() : base.dynamic());
        arguments.forEach((argument, value) -> {
            value.unknown().forEach(line -> dynamic.add(new SourceLine(file, line)));
            String option =
                    switch (argument) {
                        case "sources", "extra_compile_args", "extra_link_args", "extra_objects" -> "";
                        case "define_macros" -> "-D";
                        case "undef_macros" -> "-U";
                        case "include_dirs" -> "-I";
                        case "libraries" -> "-l";
                        case "library_dirs" -> "-L";
                        default -> null;
                    };
            if (option != null) {
                value.texts().stream().filter(text -> !text.isEmpty()).forEach(text -> words.add(option + text));
            } else if (!List.of("name", "depends", "language").contains(argument)) {
                notUnderstood.add(new NotUnderstood(where, name + ": " + argument, "an unknown argument of Extension"));
            }
        });
        return new ModuleDeclaration(name, Origin.STDLIB, where, BuildFlags.of(words), List.of(), "", dynamic);
    }

    private static List<String> words(BuildFlags flags) {
        List<String> words = new ArrayList<>(flags.sources());
        flags.includes().forEach(include -> words.add("-I" + include));
        flags.defines().forEach(define -> words.add(define.startsWith("-U") ? define : "-D" + define));
        words.addAll(flags.libraries());
        words.addAll(flags.others());
        return words;
    }

    private PythonExpression expression() {
        return new PythonExpression(variables);
    }
}

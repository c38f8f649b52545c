package io.github.pythondist.consumer;

import io.github.pythondist.report.BuildFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What Python is to run.
 *
 * @param arguments how Python is told, before the program's own arguments
 */
public record Program(List<String> arguments) {

    public Program {
        arguments = List.copyOf(arguments);
    }

    /** A script file: {@code python script.py}. */
    public static Program script(Path script) {
        return new Program(List.of(script.toString()));
    }

    /** A module of the search path: {@code python -m module}. */
    public static Program module(String module) {
        return new Program(List.of("-m", module));
    }

    /**
     * Program text: {@code python -c 'text'}. Several lines may be indented together, as they are in a POM.
     */
    public static Program command(String text) {
        return new Program(List.of("-c", InlineCode.dedented(text)));
    }

    /** Nothing but the program's own arguments: what is started is not Python itself. */
    public static Program none() {
        return new Program(List.of());
    }

    /**
     * The one that is given.
     *
     * @param code program text
     * @param command a program that is started in place of Python
     * @throws BuildFailure if none or several are
     */
    public static Program oneOf(
            @Nullable Path script, @Nullable String module, @Nullable String code, @Nullable String command) {
        List<Program> given = Stream.of(
                        Stream.ofNullable(script).map(Program::script),
                        Stream.ofNullable(module).map(Program::module),
                        Stream.ofNullable(code).map(Program::command),
                        Stream.ofNullable(command).map(name -> none()))
                .flatMap(programs -> programs)
                .toList();
        if (given.size() != 1) {
            throw new BuildFailure(
                            given.isEmpty()
                                    ? "There is nothing for Python to run"
                                    : "Python cannot run several programs at once")
                    .remedy("Configure exactly one of <script>, <module>, <code> and <command>.");
        }
        return given.get(0);
    }
}

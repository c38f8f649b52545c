package io.github.pythondist.consumer;

import io.github.pythondist.report.Progress;
import java.nio.file.Path;

/** A build of its own, for tests that need two processes. */
final class UnpackMain {

    private UnpackMain() {}

    public static void main(String[] arguments) {
        Progress progress = new Progress() {
            @Override
            public void info(String line) {
                System.out.println(line);
            }

            @Override
            public void debug(String line) {}

            @Override
            public void warn(String line) {}
        };
        InterpreterHome home =
                new InterpreterStore(Path.of(arguments[0])).unpack(UnpackRequest.of(Path.of(arguments[1])), progress);
        System.out.println("home " + home.home());
    }
}

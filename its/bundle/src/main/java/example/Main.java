package example;

import io.github.pythondist.runtime.Python;
import io.github.pythondist.runtime.PythonBundle;
import java.io.IOException;

/** The Java half of an application that is shipped with its Python half. */
public final class Main {

    private Main() {}

    public static void main(String[] names) throws IOException, InterruptedException {
        Python python = PythonBundle.find("greeter").unpack();
        System.out.println("Java greets " + String.join(" ", names));
        System.exit(python.command("-m", "greeter.main").inheritIO().start().waitFor());
    }
}

package example;

import io.github.pythondist.runtime.Python;
import io.github.pythondist.runtime.PythonBundle;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A Java program that has a Python script do a part of its work. */
public final class WordCount {

    private WordCount() {}

    public static void main(String[] words) throws IOException, InterruptedException {
        Python python = PythonBundle.find("word-count").unpack();
        Process process = python.command("-m", "wordcount.main")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (OutputStream out = process.getOutputStream()) {
            out.write(String.join("\n", words).getBytes(StandardCharsets.UTF_8));
        }
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("Python ended with " + process.exitValue());
        }
        System.out.println("Python " + python.version() + " in " + python.directory());
        System.out.print(answer);
    }
}

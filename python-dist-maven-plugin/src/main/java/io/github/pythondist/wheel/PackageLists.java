package io.github.pythondist.wheel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.pythondist.consumer.InterpreterHome;
import io.github.pythondist.consumer.PythonRunner;
import io.github.pythondist.files.Digest;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;

/**
 * Lists of packages as people have them: requirements in pip's format, which pip-compile, uv and poetry write with markers
 * and digests, and locks of PEP 751. The interpreter's pip reads them.
 */
@Named
@Singleton
public final class PackageLists {

    /** The first of many say enough: somebody may have named another file altogether. */
    private static final int MISTAKES = 20;

    /** PEP 440: what versions begin with, where they stand without a name. */
    private static final Pattern VERSIONS = Pattern.compile("\\s*[<>=!~].*");

    private final PythonRunner runner;

    @Inject
    public PackageLists(PythonRunner runner) {
        this.runner = runner;
    }

    /**
     * A package of a list.
     *
     * @param requirement name and versions, as they were written; there are neither extras nor markers any more
     * @param name normalised
     * @param allowed what the SHA-256 of its sdist may be; empty if the list says nothing of that
     */
    public record ListedPackage(String requirement, String name, SortedSet<Digest> allowed) {

        /**
         * @throws BuildFailure if the name is none: it becomes a part of paths
         */
        public ListedPackage {
            if (!PackageNames.isNormalized(name)) {
                throw new BuildFailure("'" + name + "' is no name of a package");
            }
        }

        /** Whether an sdist is one of those that the list means. */
        public boolean allows(Digest sdist) {
            return allowed.isEmpty() || allowed.contains(sdist);
        }
    }

    /**
     * Reads them. Lines whose markers do not hold for this Python are left out.
     *
     * @param named requirements that stand in no file; one that was split at its commas is put together again
     * @param files in pip's format, or locks of PEP 751, which end with {@code .toml}
     * @param workDirectory for request, answer and log
     * @return each package once
     * @throws BuildFailure with all lines that are none, or if a package is required twice, in other versions
     */
    public List<ListedPackage> read(
            InterpreterHome python, List<String> named, List<Path> files, Path workDirectory, Progress progress) {
        if (named.isEmpty() && files.isEmpty()) {
            return List.of();
        }
        ObjectNode call = PipTool.request("requirements");
        ArrayNode lines = call.putArray("named");
        joined(named).forEach(lines::add);
        ArrayNode paths = call.putArray("files");
        files.forEach(file -> paths.add(file.toAbsolutePath().normalize().toString()));
        JsonNode answer;
        try {
            answer = new PipTool(runner, python, workDirectory, progress)
                    .callScript("/wheel/requirements.py", "requirements", call, Map.of())
                    .content();
        } catch (IOException e) {
            throw new BuildFailure("Cannot read lists of packages in " + workDirectory, e)
                    .remedy("Check free space and permissions there");
        }
        refuse(texts(answer.path("mistakes")));
        List<String> left = texts(answer.path("left"));
        if (!left.isEmpty()) {
            progress.info("not for this Python, by their markers: " + String.join(", ", left));
        }
        texts(answer.path("extras"))
                .forEach(extra -> progress.debug(extra + " is built as without: extras change no wheel"));
        return StreamSupport.stream(answer.path("packages").spliterator(), false)
                .map(item -> new ListedPackage(
                        item.get("requirement").asText(),
                        item.get("name").asText(),
                        new TreeSet<>(texts(item.get("sha256")).stream()
                                .map(Digest::new)
                                .toList())))
                .toList();
    }

    private static void refuse(List<String> mistakes) {
        if (!mistakes.isEmpty()) {
            BuildFailure failure = new BuildFailure(
                    mistakes.size() == 1
                            ? "The list of packages has a line that cannot be used"
                            : "The list of packages has " + mistakes.size() + " lines that cannot be used");
            mistakes.stream().limit(MISTAKES).forEach(failure::detail);
            if (mistakes.size() > MISTAKES) {
                failure.detail("and " + (mistakes.size() - MISTAKES) + " more");
            }
            throw failure.remedy("Write a name with versions, such as numpy==2.3.5, one a line; a marker and"
                            + " --hash=sha256: may follow")
                    .remedy("Which index is asked, and how, is said in the POM and in settings.xml");
        }
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    /** Maven splits at commas what is given on its command line, also those within a requirement. */
    static List<String> joined(List<String> parts) {
        List<String> whole = new ArrayList<>();
        for (String part : parts) {
            int last = whole.size() - 1;
            boolean goesOn = last >= 0
                    && (VERSIONS.matcher(part).matches()
                            || whole.get(last).lastIndexOf('[')
                                    > whole.get(last).lastIndexOf(']'));
            if (goesOn) {
                whole.set(last, whole.get(last) + "," + part.strip());
            } else {
                whole.add(part.strip());
            }
        }
        return whole;
    }
}

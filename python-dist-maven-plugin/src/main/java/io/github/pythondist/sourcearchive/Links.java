package io.github.pythondist.sourcearchive;

import io.github.pythondist.report.BuildFailure;
import java.nio.charset.StandardCharsets;

/** Where symbolic links of a commit lead. */
final class Links {

    private Links() {}

    /**
     * @throws BuildFailure for a target that no file system can have
     */
    static void check(CommitFile link, byte[] target) {
        boolean impossible = target.length == 0;
        for (byte b : target) {
            impossible |= b == 0;
        }
        if (impossible) {
            throw new BuildFailure("The link " + link.text() + " has a target that no link can have")
                    .detail(target.length == 0 ? "It is empty." : "It has a NUL: " + CommitFile.text(target))
                    .remedy("Leave it out with python-dist.excludes");
        }
    }

    /** Whether a link leads out of the tree, by its text alone. */
    static boolean leaves(CommitFile link, byte[] target) {
        String text = new String(target, StandardCharsets.ISO_8859_1);
        if (text.startsWith("/")) {
            return true;
        }
        long depth = link.latin1().chars().filter(c -> c == '/').count();
        for (String part : text.split("/", -1)) {
            if (part.equals("..")) {
                depth--;
            } else if (!part.isEmpty() && !part.equals(".")) {
                depth++;
            }
            if (depth < 0) {
                return true;
            }
        }
        return false;
    }
}

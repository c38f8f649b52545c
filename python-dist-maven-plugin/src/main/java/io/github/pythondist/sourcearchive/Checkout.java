package io.github.pythondist.sourcearchive;

import io.github.pythondist.report.BuildFailure;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.attributes.Attributes;

/**
 * What git makes of a blob when it checks it out or archives it, on Linux and without any configuration: line ends by
 * {@code eol=crlf}, {@code $Id$} by {@code ident} (gitattributes(5)). What configuration decides, {@code core.autocrlf}
 * and {@code filter} programs, has no part in it.
 */
final class Checkout {

    // gitattributes(5), "ident"; what another version system has put there has spaces inside and stays.
    private static final Pattern IDENT = Pattern.compile("\\$Id(:[^$\\n]?[^ $\\n]* ?)?\\$");

    private Checkout() {}

    /** Whether the file's bytes are those of its blob. */
    static boolean verbatim(CommitFile file) {
        return !file.attributes().isSet("ident") && lineEnds(file.attributes()) == LineEnds.KEPT;
    }

    static byte[] apply(CommitFile file, byte[] blob) {
        byte[] content = blob;
        if (file.attributes().isSet("ident")) {
            // Latin-1 has a character for every byte.
            String expanded = Matcher.quoteReplacement("$Id: " + file.blob().name() + " $");
            content = IDENT.matcher(new String(content, StandardCharsets.ISO_8859_1))
                    .replaceAll(expanded)
                    .getBytes(StandardCharsets.ISO_8859_1);
        }
        return switch (lineEnds(file.attributes())) {
            case KEPT -> content;
            case CRLF -> crlf(content);
            case CRLF_IF_TEXT -> isTextWithLfOnly(content) ? crlf(content) : content;
        };
    }

    /**
     * @throws BuildFailure for an encoding of the work tree, which is not supported
     */
    static void check(CommitFile file) {
        String encoding = file.attributes().getValue("working-tree-encoding");
        if (encoding != null) {
            throw new BuildFailure("The file " + file.text() + " has the attribute working-tree-encoding=" + encoding
                            + ", which source archives do not support")
                    .remedy("Leave it out with python-dist.excludes");
        }
    }

    private enum LineEnds {
        KEPT,
        CRLF,
        CRLF_IF_TEXT
    }

    private static LineEnds lineEnds(Attributes attributes) {
        // "crlf" is the old name of "text".
        String text = attributes.isUnspecified("text") ? "crlf" : "text";
        if (attributes.isUnset(text) || !"crlf".equals(attributes.getValue("eol"))) {
            return LineEnds.KEPT;
        }
        return "auto".equals(attributes.getValue(text)) ? LineEnds.CRLF_IF_TEXT : LineEnds.CRLF;
    }

    private static byte[] crlf(byte[] content) {
        ByteArrayOutputStream made = new ByteArrayOutputStream(content.length + content.length / 16);
        byte before = 0;
        for (byte b : content) {
            if (b == '\n' && before != '\r') {
                made.write('\r');
            }
            made.write(b);
            before = b;
        }
        return made.toByteArray();
    }

    /** Git's guess for {@code text=auto}: no CR, no NUL, and next to no other control characters. */
    private static boolean isTextWithLfOnly(byte[] content) {
        int printable = 0;
        int control = 0;
        for (byte b : content) {
            int c = b & 0xff;
            if (c == '\r' || c == 0) {
                return false;
            }
            if (c == '\n') {
                continue;
            }
            boolean harmless = c == '\b' || c == '\t' || c == 033 || c == '\f';
            if ((c >= ' ' && c != 127) || harmless) {
                printable++;
            } else {
                control++;
            }
        }
        // A DOS end of file is no control character.
        if (content.length > 0 && content[content.length - 1] == 032) {
            control--;
        }
        return printable >> 7 >= control;
    }
}

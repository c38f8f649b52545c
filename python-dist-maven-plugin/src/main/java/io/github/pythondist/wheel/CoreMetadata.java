package io.github.pythondist.wheel;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the {@code METADATA} of a wheel or an installed package says (Core metadata specifications of the PyPA): fields as
 * in the head of a mail, then, after an empty line, the description, which is not read. Nothing in it has been checked.
 */
public final class CoreMetadata {

    private static final Pattern LINE_END = Pattern.compile("\r\n|\r|\n");
    private static final String CLASSIFIER = "License :: ";
    private static final Set<String> HOME = Set.of("homepage");
    private static final Set<String> SOURCE = Set.of("source", "repository", "sourcecode", "github");

    /**
     * A licence as a package declares it.
     *
     * @param text SPDX expression ({@code License-Expression}), else what the package says in other words
     */
    public record DeclaredLicense(String text, boolean isExpression) {}

    private final List<Field> fields;

    /**
     * @param value its first line
     * @param whole the same with the lines that continue it, a space between them
     */
    private record Field(String name, String value, String whole) {}

    private CoreMetadata(List<Field> fields) {
        this.fields = fields;
    }

    /** Bytes that are no UTF-8 become replacement characters. */
    public static CoreMetadata parse(byte[] metadata) {
        return parse(new String(metadata, StandardCharsets.UTF_8));
    }

    /** The head of the text; lines that are no field are passed over. */
    public static CoreMetadata parse(String metadata) {
        List<Field> fields = new ArrayList<>();
        for (String line : LINE_END.split(metadata, -1)) {
            if (line.isEmpty()) {
                break;
            }
            int colon = line.indexOf(':');
            if (line.startsWith(" ") || line.startsWith("\t")) {
                if (!fields.isEmpty()) {
                    Field last = fields.remove(fields.size() - 1);
                    fields.add(new Field(last.name(), last.value(), (last.whole() + " " + line.strip()).strip()));
                }
            } else if (colon > 0) {
                String value = line.substring(colon + 1).strip();
                fields.add(new Field(line.substring(0, colon).strip(), value, value));
            }
        }
        return new CoreMetadata(fields);
    }

    public Optional<String> name() {
        return first("Name");
    }

    public Optional<String> version() {
        return first("Version");
    }

    /** The versions of Python it says it runs on; hopefully as PEP 440 writes them. */
    public Optional<String> requiresPython() {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase("Requires-Python"))
                .map(Field::whole)
                .filter(text -> !text.isEmpty())
                .findFirst();
    }

    /**
     * Where it says that it is at home: {@code Home-page}, else the {@code Project-URL} of that label, else that of its
     * source. Labels are compared as PyPA's "Well-known labels in metadata" say: without punctuation, blanks and case.
     */
    public Optional<String> homepage() {
        return first("Home-page")
                .filter(text -> !text.equals("UNKNOWN"))
                .or(() -> projectUrl(HOME))
                .or(() -> projectUrl(SOURCE));
    }

    private Optional<String> projectUrl(Set<String> labels) {
        return values("Project-URL").stream()
                .map(text -> text.split(",", 2))
                .filter(parts -> parts.length == 2
                        && labels.contains(
                                parts[0].replaceAll("[\\p{Punct}\\s]", "").toLowerCase(Locale.ROOT)))
                .map(parts -> parts[1].strip())
                .findFirst();
    }

    /** Its expression, else the first line of its field {@code License}, else its first classifier that names one. */
    public Optional<DeclaredLicense> license() {
        Optional<String> words = first("License").filter(text -> !text.equals("UNKNOWN"));
        Optional<String> classifier = values("Classifier").stream()
                .filter(text -> text.startsWith(CLASSIFIER))
                .map(text -> text.substring(text.lastIndexOf(":: ") + 3))
                .filter(text -> !text.equals("OSI Approved"))
                .findFirst();
        return first("License-Expression")
                .map(text -> new DeclaredLicense(text, true))
                .or(() -> words.or(() -> classifier).map(text -> new DeclaredLicense(text, false)));
    }

    private Optional<String> first(String name) {
        return values(name).stream().findFirst();
    }

    private List<String> values(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(Field::value)
                .filter(text -> !text.isEmpty())
                .toList();
    }
}

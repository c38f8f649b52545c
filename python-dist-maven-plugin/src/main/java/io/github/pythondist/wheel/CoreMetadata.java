package io.github.pythondist.wheel;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the {@code METADATA} of a wheel or an installed package says (Core metadata specifications of the PyPA): fields as
 * in the head of a mail, then, after an empty line, the description, which is not read. Nothing in it has been checked.
 */
public final class CoreMetadata {

    private static final Pattern LINE_END = Pattern.compile("\r\n|\r|\n");
    private static final String CLASSIFIER = "License :: ";

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

package io.github.pythondist.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;

/** JSON as it is published: indented, with line feeds whatever the system's line ends are, the same everywhere. */
public final class JsonText {

    private static final ObjectMapper PLAIN = new ObjectMapper();

    private JsonText() {}

    /**
     * A tree, or a record of texts, numbers and the like.
     *
     * @throws IllegalStateException if the value cannot be written as JSON
     */
    public static String of(Object value) {
        return of(PLAIN, value);
    }

    /** As {@link #of(Object)}, with the settings of a mapper. */
    public static String of(ObjectMapper mapper, Object value) {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
        try {
            return mapper.writer(printer).writeValueAsString(value) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what is published is always JSON", e);
        }
    }
}

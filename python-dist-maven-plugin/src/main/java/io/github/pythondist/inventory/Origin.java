package io.github.pythondist.inventory;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which of CPython's files brings a module into the build; where several do, the first of these counts. */
public enum Origin {
    /** {@code Modules/config.c.in}: always there. */
    @JsonProperty("core")
    CORE("Modules/config.c.in"),
    /** {@code Modules/Setup.bootstrap.in}: always linked into the interpreter. */
    @JsonProperty("bootstrap")
    BOOTSTRAP("Modules/Setup.bootstrap.in"),
    /** {@code Modules/Setup}: linked into the interpreter. */
    @JsonProperty("built-in")
    BUILT_IN("Modules/Setup"),
    /** The part of {@code Modules/Setup.stdlib.in} that must be shared. */
    @JsonProperty("shared-only")
    SHARED_ONLY("Modules/Setup.stdlib.in, *shared*"),
    /** {@code Modules/Setup.stdlib.in} or {@code setup.py}: static or shared, as one likes. */
    @JsonProperty("stdlib")
    STDLIB("Modules/Setup.stdlib.in or setup.py");

    private final String described;

    Origin(String described) {
        this.described = described;
    }

    /** For people. */
    public String described() {
        return described;
    }
}

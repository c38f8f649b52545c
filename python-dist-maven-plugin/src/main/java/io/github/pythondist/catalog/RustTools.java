package io.github.pythondist.catalog;

import java.util.List;

/**
 * What builds of packages with Rust are given: {@code wheel/rust/rust.yaml}.
 *
 * @param environment lock of the root that has {@code cargo} and {@code rustc}
 * @param requiredBy names of packages, normalised: a build that requires one of them needs Rust
 */
public record RustTools(String environment, List<String> requiredBy) {

    /** The folder of the catalog with the programs that builds see; it comes first on their {@code PATH}. */
    public static final String FOLDER = "wheel/rust";

    /**
     * @throws IllegalArgumentException if a key is missing
     */
    public RustTools {
        Defaults.required("environment", environment);
        requiredBy = Defaults.list(requiredBy);
    }
}

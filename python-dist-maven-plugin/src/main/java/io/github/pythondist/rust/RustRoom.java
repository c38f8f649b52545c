package io.github.pythondist.rust;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a build with Rust is given.
 *
 * @param root the tree with {@code cargo} and {@code rustc}
 * @param crates a directory source of cargo, with all that {@code Cargo.lock} names; not needed to ask a backend what it
 *     requires
 */
public record RustRoom(Path root, Optional<Path> crates) {}

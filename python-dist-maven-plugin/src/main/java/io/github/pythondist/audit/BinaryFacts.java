package io.github.pythondist.audit;

import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;

/** What the rules for all systems need to know of a file of machine code. */
sealed interface BinaryFacts permits ElfFacts, PeFacts {

    /** Whether the system loads it: a program or a library, not an object file or debugging information. */
    boolean isLoaded();

    /** Whether it is started rather than loaded by another. */
    boolean isProgram();

    /** Libraries it asks the system for. */
    List<String> needed();

    /** Names that others can be bound to. */
    NavigableSet<String> exports();

    /** All names in it. */
    NavigableSet<String> symbols();

    /** What a stripped file does not have. */
    List<String> strippable();

    /** The names of the built-in modules, if it is an interpreter. */
    Optional<NavigableSet<String>> builtInModules();
}

package io.github.pythondist.audit;

import io.github.pythondist.elf.ElfFile;
import io.github.pythondist.elf.ElfFile.NeededVersion;
import io.github.pythondist.elf.ElfFile.Stack;
import io.github.pythondist.elf.ElfFormatException;
import io.github.pythondist.elf.PythonModules;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;

/**
 * What the rules need to know of one ELF file, so that its bytes need not be kept.
 *
 * @param machine such as {@code x86_64}, with class and byte order where they are not the usual ones
 * @param type as the header says
 * @param debugOnly whether it is separated debugging information
 * @param dynamic whether the dynamic linker has work with it
 * @param interpreter of a dynamically linked program
 * @param needed libraries, in the file's order
 * @param soname its own name as a library
 * @param runPaths directories it tells the dynamic linker to look in
 * @param versions needed of symbols
 * @param relro whether relocated data becomes read-only
 * @param bindNow whether all functions are bound at start
 * @param lazyTable whether there is anything to bind
 * @param textRelocations whether code is changed when loaded
 * @param positionIndependent whether it is a program that may be loaded anywhere
 * @param stack what it says about the stack
 * @param writableCode segments that may be written and executed
 * @param codeSize bytes of code
 * @param exports names others can be bound to
 * @param imports names it looks for; of a relocatable file all undefined ones
 * @param symbols all names, of programs and libraries not stripped including the internal ones
 * @param strippable sections that a stripped file does not have
 * @param builtInModules if it is an interpreter
 */
record ElfFacts(
        String machine,
        ElfFile.Type type,
        boolean debugOnly,
        boolean dynamic,
        Optional<String> interpreter,
        List<String> needed,
        Optional<String> soname,
        List<String> runPaths,
        List<NeededVersion> versions,
        boolean relro,
        boolean bindNow,
        boolean lazyTable,
        boolean textRelocations,
        boolean positionIndependent,
        Stack stack,
        long writableCode,
        long codeSize,
        NavigableSet<String> exports,
        NavigableSet<String> imports,
        NavigableSet<String> symbols,
        List<String> strippable,
        Optional<NavigableSet<String>> builtInModules)
        implements BinaryFacts {

    static ElfFacts of(ElfFile elf) throws ElfFormatException {
        boolean relocatable = elf.type() == ElfFile.Type.RELOCATABLE;
        return new ElfFacts(
                elf.machine(),
                elf.type(),
                elf.debugOnly(),
                elf.isDynamic(),
                elf.interpreter(),
                elf.needed(),
                elf.soname(),
                elf.runPaths(),
                elf.neededVersions(),
                elf.relro(),
                elf.bindNow(),
                elf.hasLazyTable(),
                elf.textRelocations(),
                elf.positionIndependentProgram(),
                elf.stack(),
                elf.writableCode(),
                elf.codeSize(),
                elf.exports(),
                relocatable ? elf.undefinedNames() : elf.imports(),
                elf.symbolNames(),
                elf.strippable(),
                PythonModules.builtIn(elf));
    }

    @Override
    public boolean isLoaded() {
        return (type == ElfFile.Type.EXECUTABLE || type == ElfFile.Type.DYNAMIC) && !debugOnly;
    }

    @Override
    public boolean isProgram() {
        return isLoaded() && (type == ElfFile.Type.EXECUTABLE || interpreter.isPresent() || positionIndependent);
    }
}

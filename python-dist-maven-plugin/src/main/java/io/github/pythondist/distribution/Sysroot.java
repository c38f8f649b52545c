package io.github.pythondist.distribution;

import io.github.pythondist.catalog.Catalog;
import io.github.pythondist.catalog.Target;
import io.github.pythondist.environment.Derivation;
import io.github.pythondist.environment.EnvironmentLock;
import io.github.pythondist.files.Digest;
import io.github.pythondist.report.BuildFailure;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The target's sysroot: the tree of its lock or, where the target's {@code libc-floor} is older than the C library in
 * it, a tree that the catalog's {@code sysroot/<libc>/derive.sh} makes from that.
 *
 * @param target what it is for
 * @param lock the packages
 * @param derivation what is made of them, if they are not taken as they are
 * @param tools identity of the build's tools
 * @param build the sysroot of the machine that builds, where the target is another
 */
record Sysroot(
        Target target, EnvironmentLock lock, Optional<Derivation> derivation, String tools, Optional<Sysroot> build) {

    private static final Pattern VERSION = Pattern.compile("[0-9]{1,4}(\\.[0-9]{1,4}){1,3}");

    private static final Pattern POINT = Pattern.compile("\\.");

    /**
     * @param tools identity of the build's tools, which run the script
     * @throws BuildFailure if the floor is no version, is above the sysroot's, or nothing can lower this C library's; if
     *     the machine that builds has another build root
     */
    static Sysroot of(Catalog catalog, Target target, String tools) {
        EnvironmentLock lock = catalog.environment(target.sysroot());
        Optional<Sysroot> build = Optional.ofNullable(target.buildTarget())
                .map(name -> of(catalog, buildTarget(catalog, target, name), tools));
        String floor = target.libcFloor();
        String version = lock.libcVersion();
        if (version == null || floor == null) {
            return new Sysroot(target, lock, Optional.empty(), tools, build);
        }
        int order = Arrays.compare(
                numbers(floor, "targets/" + target.classifier() + ".yaml", "libc-floor"),
                numbers(version, "environments/" + lock.name() + ".yaml", "libc-version"));
        if (order > 0) {
            throw new BuildFailure("The target " + target.classifier() + " shall need " + target.libc() + " " + floor
                            + ", but its sysroot " + lock.name() + " has only " + version)
                    .detail("what is built against " + version + " needs no later one")
                    .remedy("Set libc-floor to " + version + " or less in the catalog's targets/" + target.classifier()
                            + ".yaml, or name a newer sysroot there");
        }
        Optional<Derivation> derivation =
                order == 0 ? Optional.empty() : Optional.of(derivation(catalog, target, lock, version, tools));
        return new Sysroot(target, lock, derivation, tools, build);
    }

    /** Digest of everything a build with these tools and this sysroot sees of both. */
    Digest environment() {
        Digest sysroot = derivation.map(Derivation::digest).orElseGet(lock::digest);
        return Digest.ofText("tools " + tools + "\nsysroot " + sysroot + "\n"
                + build.map(machine -> "build " + machine.environment() + "\n").orElse(""));
    }

    /** The name for messages. */
    String name() {
        return derivation.map(Derivation::name).orElseGet(lock::name);
    }

    private static Target buildTarget(Catalog catalog, Target target, String name) {
        Target build = catalog.target(name);
        if (!build.environment().equals(target.environment()) || build.buildTarget() != null) {
            throw new BuildFailure("The target " + target.classifier() + " cannot be built on " + name)
                    .detail("build-target must name one that is built natively, in the build root "
                            + target.environment())
                    .remedy("Correct build-target or environment in the catalog's targets/" + target.classifier()
                            + ".yaml");
        }
        return build;
    }

    private static Derivation derivation(
            Catalog catalog, Target target, EnvironmentLock lock, String version, String tools) {
        String folder = "sysroot/" + target.libc();
        String script = folder + "/derive.sh";
        if (!Files.isRegularFile(catalog.root().resolve(script))) {
            throw new BuildFailure("The target " + target.classifier() + " shall run on " + target.libc() + " "
                            + target.libcFloor() + ", but its sysroot " + lock.name() + " has " + version)
                    .detail("the catalog has no " + script + " to make an older one of it")
                    .remedy("Set libc-floor to " + version + ", name an older sysroot, or write that script");
        }
        SortedMap<String, String> variables = new TreeMap<>();
        variables.put("TARGET", target.triple());
        variables.put("CLANG_TARGET", target.clangTarget());
        variables.put("LIBC_VERSION", version);
        variables.put("LIBC_FLOOR", target.libcFloor());
        variables.put("CC", "clang");
        variables.put("LD", "ld.lld");
        variables.put("AR", "llvm-ar");
        variables.put("READELF", "llvm-readelf");
        Digest digest = Digest.ofText("derivation 1\nbase " + lock.digest()
                + "\ntools " + tools
                + "\nrecipe " + catalog.digest(List.of(folder, "toolchain"))
                + "\nvariables " + variables + "\n");
        String name = lock.name() + "-" + target.libc() + "-" + target.libcFloor();
        return new Derivation(
                name,
                digest,
                catalog.root(),
                script,
                variables,
                "If it is not a disk that is full: can there be a " + target.libc() + " " + target.libcFloor()
                        + " for this processor? That is libc-floor in targets/" + target.classifier()
                        + ".yaml; the packages are in environments/" + lock.name() + ".yaml");
    }

    /** A version's parts; missing ones count as 0, so that 2.31 and 2.31.0 are the same. */
    private static int[] numbers(String version, String file, String key) {
        if (!VERSION.matcher(version).matches()) {
            throw new BuildFailure("'" + version + "' is not a version of a C library")
                    .detail("in the catalog's " + file + ", key " + key)
                    .remedy("Write numbers with points between them, such as \"2.17\"");
        }
        return Arrays.copyOf(
                POINT.splitAsStream(version).mapToInt(Integer::parseInt).toArray(), 4);
    }
}

package io.github.pythondist;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The packages' arrows go one way")
final class ArchitectureTest {

    private static final String ROOT = "io.github.pythondist.";

    /** What every package may use, each of them only those before it. */
    private static final List<String> FOUNDATIONS =
            List.of("report", "files", "platform", "layout", "runtime", "json", "archive", "elf", "pe", "bill");

    /** The flow from sources to archives; each may use those before it. */
    private static final List<String> PRODUCER = List.of(
            "source",
            "license",
            "environment",
            "catalog",
            "inventory",
            "component",
            "cpython",
            "regrtest",
            "provenance",
            "distribution",
            "reproduce",
            "upgrade",
            "audit");

    /** Uses what was produced, and knows nothing of how. */
    private static final List<String> CONSUMER = List.of("consumer", "wheel", "wheelindex", "bundle", "overview");

    /** Stands for itself: what is built from sources does not know how their tarballs are made. */
    private static final List<String> APART = List.of("sourcearchive");

    /** Uses what was produced to produce more: each may use everything before it. */
    private static final List<String> BOTH = List.of("rust", "wheelbuild", "wheeltrack");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.github.pythondist");

    @Test
    @DisplayName("a package uses only packages to its left")
    void packagesUseOnlyPackagesToTheirLeft() {
        check(FOUNDATIONS, List.of());
        check(PRODUCER, FOUNDATIONS);
        check(CONSUMER, FOUNDATIONS);
        check(APART, FOUNDATIONS);
        check(
                BOTH,
                Stream.of(FOUNDATIONS, PRODUCER, CONSUMER).flatMap(List::stream).toList());
    }

    private static void check(List<String> flow, List<String> shared) {
        for (int i = 0; i < flow.size(); i++) {
            List<String> allowed = new ArrayList<>(shared);
            allowed.addAll(flow.subList(0, i + 1));
            String[] forbidden = ourPackages().stream()
                    .filter(name -> !allowed.contains(name))
                    .map(name -> ROOT + name + "..")
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + flow.get(i) + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(forbidden)
                    .check(CLASSES);
        }
    }

    @Test
    @DisplayName("services know nothing of Maven")
    void servicesKnowNothingOfMaven() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + "mojo..", ROOT + "help..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.maven..", "org.eclipse.aether..")
                .check(CLASSES);
    }

    @Test
    @DisplayName("SPDX is known to the licence package alone")
    void spdxIsFenced() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "license..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.spdx..")
                .check(CLASSES);
    }

    @Test
    @DisplayName("the ELF library is known to the ELF package alone")
    void elfLibraryIsFenced() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "elf..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("net.fornwall..")
                .check(CLASSES);
    }

    @Test
    @DisplayName("git is known to the source archives alone")
    void gitIsFenced() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "sourcearchive..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.eclipse.jgit..")
                .check(CLASSES);
    }

    @Test
    @DisplayName("the compressor written in Java is known to those who write archives alone")
    void deflaterIsFenced() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + "archive..", ROOT + "sourcearchive..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.jcraft..")
                .check(CLASSES);
    }

    @Test
    @DisplayName("CycloneDX is known to those who write bills of materials alone")
    void cycloneDxIsFenced() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        ROOT + "bill..", ROOT + "provenance..", ROOT + "bundle..", ROOT + "wheelindex..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.cyclonedx..", "com.github.packageurl..")
                .check(CLASSES);
    }

    @Test
    @DisplayName("every package has its place in the picture")
    void everyPackageHasItsPlace() {
        Set<String> known = new TreeSet<>(FOUNDATIONS);
        known.addAll(PRODUCER);
        known.addAll(CONSUMER);
        known.addAll(APART);
        known.addAll(BOTH);
        known.add("mojo");
        known.add("help");
        assertThat(ourPackages()).isSubsetOf(known);
        classes()
                .that()
                .doNotHaveSimpleName("module-info")
                .should()
                .resideInAPackage(ROOT + "*")
                .check(CLASSES);
        assertThat(CLASSES.stream().filter(alwaysTrue()).count()).isGreaterThan(20);
    }

    private static Set<String> ourPackages() {
        return CLASSES.stream()
                .map(JavaClass::getPackageName)
                .map(name -> name.substring(ROOT.length()).replaceAll("\\..*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}

package io.github.pythondist.license;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.github.pythondist.files.Digest;
import io.github.pythondist.license.LicenseText.Attestation;
import io.github.pythondist.license.TextMatch.How;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import io.github.pythondist.report.RecordedProgress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LicenseVetterTest {

    private static final String LIBFFI_MIT = """
            libffi - Copyright (c) 1996-2024  Anthony Green, Red Hat, Inc and others.
            See source files for details.

            Permission is hereby granted, free of charge, to any person obtaining
            a copy of this software and associated documentation files (the
            ``Software''), to deal in the Software without restriction, including
            without limitation the rights to use, copy, modify, merge, publish,
            distribute, sublicense, and/or sell copies of the Software, and to
            permit persons to whom the Software is furnished to do so, subject to
            the following conditions:

            The above copyright notice and this permission notice shall be
            included in all copies or substantial portions of the Software.

            THE SOFTWARE IS PROVIDED ``AS IS'', WITHOUT WARRANTY OF ANY KIND,
            EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
            MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT.
            IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY
            CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT,
            TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE
            SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
            """;

    private static final DeniedTexts DENIED = new DeniedTexts(LicensePolicy.defaults(), SpdxList.get());

    private static final LicenseVetter VETTER = new LicenseVetter();

    @Test
    void passesATextThatIsTheDeclaredLicence() {
        VettingReport report = vet(item("libffi", "3.4.8", "mit", text("LICENSE", LIBFFI_MIT)));

        assertThat(report.licenseListVersion()).matches("\\d+\\.\\d+.*");
        assertThat(report.items()).singleElement().satisfies(item -> {
            assertThat(item.choice()).isEqualTo("MIT");
            assertThat(item.texts()).containsExactly(new TextMatch("LICENSE", "MIT", How.WHOLE, ""));
            assertThat(item.unmatched()).isEmpty();
            assertThat(item.exceptions()).isEmpty();
        });
    }

    @Test
    void findsALicenceAmongOtherTextAndInCommentSigns() {
        String source = "/* strange.c: does strange things */\n#include <strange.h>\n\n"
                + commented(standard("ISC"))
                + "\nint main(void) { return 0; }\n";

        assertThat(vet(item("strange", "1", "ISC", text("strange.c", source)))
                        .items()
                        .get(0)
                        .texts())
                .containsExactly(new TextMatch("strange.c", "ISC", How.WITHIN, ""));
    }

    @Test
    void findsEachOfSeveralLicencesThatShareTheirWordingInOneFile() {
        String both = standard("BSD-2-Clause") + "\n\n" + standard("BSD-3-Clause") + "\n\n" + standard("BSD-2-Clause");

        assertThat(vet(item("two", "1", "BSD-2-Clause AND BSD-3-Clause", text("LICENSE", both)))
                        .items()
                        .get(0)
                        .texts())
                .extracting(TextMatch::license)
                .containsExactly("BSD-2-Clause", "BSD-3-Clause");
    }

    /** The templates of both end in parts that may be missing, so their last fixed words are not where the texts end. */
    @Test
    void findsLicencesThatEndInVariableOrOptionalParts() {
        String collection =
                "Of the library:\n\n" + LIBFFI_MIT + "\n\nOf the tables:\n\n" + standard("HPND-sell-variant") + "\n\n"
                        + standard("ISC") + "\n\nOf the rest:\n\n" + LIBFFI_MIT + "\n\nNo more.\n";

        assertThat(vet(item("libX11", "1", "HPND-sell-variant AND ISC AND MIT", text("COPYING", collection)))
                        .items()
                        .get(0)
                        .texts())
                .containsExactly(
                        new TextMatch("COPYING", "HPND-sell-variant", How.WITHIN, ""),
                        new TextMatch("COPYING", "ISC", How.WITHIN, ""),
                        new TextMatch("COPYING", "MIT", How.WITHIN, ""));
    }

    @Test
    void refusesATextOfAnotherLicenceAndSaysWhichItIs() {
        BuildFailure failure = refused(item("zlib", "1.3.1", "Zlib", text("LICENSE", LIBFFI_MIT)));

        assertThat(failure)
                .hasMessageContaining("zlib 1.3.1 (declared Zlib): no licence file holds the text of Zlib")
                .hasMessageContaining("LICENSE: it holds the text of MIT")
                .hasMessageContaining("-> Correct the expression");
    }

    @Test
    void refusesATextWithAChangedCondition() {
        String changed = LIBFFI_MIT.replace("free of charge", "for a fee");

        assertThat(refused(item("libffi", "3.4.8", "MIT", text("LICENSE", changed))))
                .hasMessageContaining("no licence file holds the text of MIT")
                .hasMessageContaining("LICENSE: the first difference is: ");
    }

    @Test
    void refusesAComponentWithoutAText() {
        assertThat(refused(item("zlib", "1.3.1", "Zlib")))
                .hasMessageContaining("zlib 1.3.1 (declared Zlib): it names no licence file");
    }

    /** As in Berkeley DB from 6.0.20 on, where the AGPL stands in a comment after some lines of Oracle's. */
    @Test
    void refusesTheAgplUnderADeclaredSleepycat() {
        String license =
                "/*-\n * $Id$\n */\n\nThe following is the license that applies to this copy of the Berkeley DB\n"
                        + "software.\n\n"
                        + commented(
                                "The Oracle Berkeley DB product is licensed\nunder the GNU AFFERO GENERAL PUBLIC LICENSE:\n\n"
                                        + standard("AGPL-3.0-only"))
                        + commented(standard("BSD-3-Clause"));

        assertThat(refused(item("bdb", "6.2.23", "Sleepycat", text("LICENSE", license))))
                .hasMessageContaining("bdb 6.2.23 (declared Sleepycat): no licence file holds the text of Sleepycat")
                .hasMessageContaining("bdb 6.2.23 (declared Sleepycat): LICENSE holds the text of"
                        + " AGPL-3.0-only / AGPL-3.0-or-later (100 % of its wording), which the policy denies")
                .hasMessageContaining("exception for component 'bdb' and licence 'AGPL-3.0-only'");
    }

    @Test
    void refusesTheAgplBesideATextThatMatchesOrIsAttested() {
        String license = standard("Sleepycat") + "\n\n" + standard("AGPL-3.0-only");
        LicenseText attested = text("LICENSE", license)
                .withAttestation(new Attestation(Digest.ofText(license), "Sleepycat", "read it"));

        assertThat(refused(item("bdb", "6.2.23", "Sleepycat", text("LICENSE", license))))
                .hasMessageContaining("LICENSE holds the text of AGPL-3.0-only");
        assertThat(refused(item("bdb", "6.2.23", "Sleepycat", attested)))
                .hasMessageContaining("LICENSE holds the text of AGPL-3.0-only");
    }

    @Test
    void seesADeniedTextThatWasChangedHereAndThere() {
        String edited = standard("GPL-3.0-only")
                .replace("You may", "The customer may")
                .replace("Foundation", "Fellowship")
                .replace("License", "Contract");

        assertThat(refused(item("readline", "8.2", "MIT", text("LICENSE", LIBFFI_MIT), text("COPYING", edited))))
                .hasMessageContaining("COPYING holds the text of GPL-3.0-only / GPL-3.0-or-later");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AGPL-1.0-only", "AGPL-3.0-or-later", "GPL-1.0-only", "GPL-2.0-only", "GPL-3.0-only", "LGPL-2.0-only",
                "LGPL-2.1-only", "LGPL-3.0-only", "SSPL-1.0", "BUSL-1.1", "EUPL-1.2", "OSL-3.0"
            })
    void namesTheDeniedTextItFinds(String id) {
        assertThat(DENIED.in(commented(standard(id))))
                .extracting(DeniedTexts.Finding::base)
                .containsExactly(DeniedTexts.base(id));
    }

    @Test
    void seesTheNoticeThatPutsAFileUnderADeniedLicence() {
        String notice = """
                # This library is free software; you can redistribute it and/or modify it
                # under the terms of the GNU Lesser General Public License as published by
                # the Free Software Foundation; either version 2.1 of the License, or (at
                # your option) any later version.
                #
                # This library is distributed in the hope that it will be useful, but
                # WITHOUT ANY WARRANTY; without even the implied warranty of MERCHANTABILITY
                # or FITNESS FOR A PARTICULAR PURPOSE. See the GNU Lesser General Public
                # License for more details.
                #
                # You should have received a copy of the GNU Lesser General Public License
                # along with this library; if not, write to the Free Software Foundation,
                # Inc., 51 Franklin Street, Fifth Floor, Boston, MA 02110-1301 USA
                """;

        assertThat(refused(item("odd", "1", "MIT", text("LICENSE", LIBFFI_MIT), text("odd.py", notice))))
                .hasMessageContaining("odd.py holds the notice that puts it under LGPL-2.1-only / LGPL-2.1-or-later");
    }

    @Test
    void findsNoDeniedTextInAllowedLicences() {
        assertThat(LicensePolicy.defaults().allowed())
                .filteredOn(entry -> !entry.contains(" WITH "))
                .allSatisfy(id -> assertThat(DENIED.in(standard(id))).isEmpty());
    }

    @Test
    void acceptsADeniedTextThatIsTheAlternativeNotTaken() {
        LicensedItem dual = item(
                "zstd",
                "1.5.7",
                "BSD-3-Clause OR GPL-2.0-only",
                text("LICENSE", standard("BSD-3-Clause")),
                text("COPYING", standard("GPL-2.0-only")));

        VettedItem vetted = vet(dual).items().get(0);

        assertThat(vetted.choice()).isEqualTo("BSD-3-Clause");
        assertThat(vetted.texts())
                .extracting(TextMatch::path, TextMatch::license, TextMatch::how)
                .containsExactly(
                        tuple("COPYING", "GPL-2.0", How.NOT_TAKEN), tuple("LICENSE", "BSD-3-Clause", How.WHOLE));
        assertThat(refused(new LicensedItem(dual.name(), dual.version(), "BSD-3-Clause", dual.texts())))
                .hasMessageContaining("COPYING holds the text of GPL-2.0-only / GPL-2.0-or-later");
        assertThat(refused(
                        new LicensedItem(dual.name(), dual.version(), "BSD-3-Clause AND GPL-2.0-only", dual.texts())))
                .hasMessageContaining("the policy denies GPL-2.0-only");
    }

    @Test
    void takesTheAllowedAlternativeWhoseTextIsThere() {
        assertThat(vet(item("dual", "1", "Apache-2.0 OR MIT", text("LICENSE", LIBFFI_MIT)))
                        .items()
                        .get(0)
                        .choice())
                .isEqualTo("MIT");
    }

    @Test
    void aLicenceExceptionNeedsItsTextToo() {
        String apache = standard("Apache-2.0");
        String exception = SpdxList.get().exceptionTemplate("LLVM-exception").replaceAll("<<[^>]*>>", " ");

        assertThat(vet(item(
                                "llvm",
                                "19",
                                "Apache-2.0 WITH LLVM-exception",
                                text("LICENSE.TXT", apache + "\n\n" + exception)))
                        .items()
                        .get(0)
                        .choice())
                .isEqualTo("Apache-2.0 WITH LLVM-exception");
        assertThat(refused(item("llvm", "19", "Apache-2.0 WITH LLVM-exception", text("LICENSE.TXT", apache))))
                .hasMessageContaining("no licence file holds the text of Apache-2.0 WITH LLVM-exception");
    }

    @Test
    void readsOneLicensorsNameAsTheTemplates() {
        String oracle = standard("Sleepycat").replace("SLEEPYCAT SOFTWARE", "ORACLE");
        LicenseText text = text("LICENSE", oracle);

        assertThat(refused(item("bdb", "5.3.28", "Sleepycat", text)))
                .hasMessageContaining("no licence file holds the text of Sleepycat");
        assertThat(vet(item("bdb", "5.3.28", "Sleepycat", text.withReadsAs(Map.of("ORACLE", "SLEEPYCAT SOFTWARE"))))
                        .items()
                        .get(0)
                        .texts())
                .containsExactly(
                        new TextMatch("LICENSE", "Sleepycat", How.READ_AS, "'ORACLE' read as 'SLEEPYCAT SOFTWARE'"));
        assertThat(refused(item("bdb", "5.3.28", "Sleepycat", text.withReadsAs(Map.of("SUN", "SLEEPYCAT SOFTWARE")))))
                .hasMessageContaining("'reads-as' rewrites 'SUN', which does not occur in LICENSE");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> text.withReadsAs(Map.of("ORACLE", "SLEEPYCAT SOFTWARE, who grant you every right")))
                .withMessageContaining("is not a name");
    }

    @Test
    void acceptsAnAttestedTextOnlyWithTheBytesThatWereRead() {
        String house = "Do as you please, but do not blame the house.";
        LicensePolicy policy = LicensePolicy.defaults().plus(List.of("LicenseRef-house"), List.of(), List.of());
        Attestation attestation = new Attestation(Digest.ofText(house), "LicenseRef-house", "three words of licence");

        VettingReport report = VETTER.vet(
                List.of(item("h", "1", "LicenseRef-house", text("L", house).withAttestation(attestation))),
                policy,
                Progress.NONE);
        assertThat(report.items().get(0).texts())
                .containsExactly(new TextMatch("L", "LicenseRef-house", How.ATTESTED, "three words of licence"));

        LicensedItem changed = item(
                "h", "2", "LicenseRef-house", text("L", house + " Or else.").withAttestation(attestation));
        assertThatExceptionOfType(BuildFailure.class)
                .isThrownBy(() -> VETTER.vet(List.of(changed), policy, Progress.NONE))
                .withMessageContaining("L: it is no longer the file that was read and attested to be LicenseRef-house")
                .withMessageContaining(Digest.ofText(house).hex())
                .withMessageContaining(Digest.ofText(house + " Or else.").hex());
    }

    @Test
    void noAttestationCanMakeADeniedLicenceAllowed() {
        String house = "Under the GPL, says the house.";
        Attestation attestation = new Attestation(Digest.ofText(house), "GPL-2.0-only", "it says so");

        assertThat(refused(
                        item("h", "1", "GPL-2.0-only OR MIT", text("L", house).withAttestation(attestation))))
                .hasMessageContaining("L is attested to be GPL-2.0-only, which the policy denies");
    }

    @Test
    void refusesALicenceThatThePolicyDoesNotKnow() {
        assertThat(refused(item("nss", "3", "EPL-2.0", text("COPYING", standard("EPL-2.0")))))
                .hasMessageContaining("nss 3 (declared EPL-2.0): EPL-2.0 is not in the policy's allowed list")
                .hasMessageContaining("-> Add EPL-2.0 to the allowed licences");
        assertThat(refused(item("h", "1", "LicenseRef-house", text("L", "Do as you please."))))
                .hasMessageContaining("LicenseRef-house is not in the policy's allowed list");
    }

    @Test
    void anExceptionOfThePolicyLetsOneComponentPassAndIsReported() {
        PolicyException exception =
                new PolicyException("readline", "GPL-3.0-or-later", "internal build, not distributed");
        LicensePolicy policy = LicensePolicy.defaults().plus(List.of(), List.of(), List.of(exception));
        LicenseText gpl = text("COPYING", standard("GPL-3.0-or-later"));

        VettedItem vetted = VETTER.vet(List.of(item("readline", "8.2", "GPL-3.0-or-later", gpl)), policy, Progress.NONE)
                .items()
                .get(0);
        assertThat(vetted.exceptions()).containsExactly(exception);
        assertThat(vetted.texts()).containsExactly(new TextMatch("COPYING", "GPL-3.0-or-later", How.WHOLE, ""));

        assertThatExceptionOfType(BuildFailure.class)
                .isThrownBy(
                        () -> VETTER.vet(List.of(item("gdbm", "1.24", "GPL-3.0-or-later", gpl)), policy, Progress.NONE))
                .withMessageContaining("gdbm 1.24 (declared GPL-3.0-or-later): the policy denies GPL-3.0-or-later");
    }

    @Test
    void warnsOfAnExceptionThatIsNotNeeded() {
        LicensePolicy policy = LicensePolicy.defaults()
                .plus(List.of(), List.of(), List.of(new PolicyException("libffi", "GPL-2.0-only", "build tools")));
        RecordedProgress progress = new RecordedProgress();

        VETTER.vet(List.of(item("libffi", "3.4.8", "MIT", text("LICENSE", LIBFFI_MIT))), policy, progress);

        assertThat(progress.warnings())
                .containsExactly("the licence exception for libffi (GPL-2.0-only) is not needed");
    }

    @Test
    void reportsTheProblemsOfAllComponentsAtOnce() {
        assertThat(refused(
                        item("a", "1", "Foo-1.0", text("LICENSE", LIBFFI_MIT)),
                        item("b", "2", "MIT", text("LICENSE", LIBFFI_MIT)),
                        item("c", "3", "MIT")))
                .hasMessageStartingWith("The licences of 2 of 3 components may not go into a distribution: a, c\n")
                .hasMessageContaining("a 1 (declared Foo-1.0): 'Foo-1.0' is not an SPDX licence id")
                .hasMessageContaining("c 3 (declared MIT): it names no licence file")
                .hasMessageNotContaining("b 2");
    }

    @Test
    void listsFilesWithoutALicenceOfTheExpression() {
        assertThat(vet(item(
                                "xz",
                                "5.8.1",
                                "MIT",
                                text("COPYING", "The library is under the MIT License."),
                                text("COPYING.MIT", LIBFFI_MIT)))
                        .items()
                        .get(0)
                        .unmatched())
                .containsExactly("COPYING");
    }

    @Test
    void readsBytesThatAreNotUtf8() {
        LicenseText text = LicenseText.of("LICENSE", "Café".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(text.text()).isEqualTo("Café");
        assertThat(text.sha256()).isNotEqualTo(Digest.ofText("Café"));
        assertThat(LicenseText.of("LICENSE", "Café".getBytes(StandardCharsets.UTF_8))
                        .text())
                .isEqualTo("Café");
    }

    private static String standard(String id) {
        return SpdxList.get().text(id);
    }

    private static String commented(String text) {
        return "/*\n" + text.lines().map(line -> " * " + line).collect(Collectors.joining("\n")) + "\n */\n";
    }

    private static LicenseText text(String path, String text) {
        return new LicenseText(path, text);
    }

    private static LicensedItem item(String name, String version, String expression, LicenseText... texts) {
        return new LicensedItem(name, version, expression, List.of(texts));
    }

    private VettingReport vet(LicensedItem... items) {
        return VETTER.vet(List.of(items), LicensePolicy.defaults(), Progress.NONE);
    }

    private BuildFailure refused(LicensedItem... items) {
        BuildFailure failure = catchThrowableOfType(BuildFailure.class, () -> vet(items));
        assertThat(failure).as("a refusal").isNotNull();
        return failure;
    }
}

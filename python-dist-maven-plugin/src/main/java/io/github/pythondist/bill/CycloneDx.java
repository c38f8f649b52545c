package io.github.pythondist.bill;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.pythondist.files.Digest;
import io.github.pythondist.json.JsonText;
import io.github.pythondist.report.BuildFailure;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.cyclonedx.Version;
import org.cyclonedx.generators.BomGeneratorFactory;
import org.cyclonedx.model.AttachmentText;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.Diff;
import org.cyclonedx.model.ExternalReference;
import org.cyclonedx.model.Hash;
import org.cyclonedx.model.License;
import org.cyclonedx.model.LicenseChoice;
import org.cyclonedx.model.LifecycleChoice;
import org.cyclonedx.model.Lifecycles;
import org.cyclonedx.model.Metadata;
import org.cyclonedx.model.Patch;
import org.cyclonedx.model.Pedigree;
import org.cyclonedx.model.Property;
import org.cyclonedx.model.license.Acknowledgement;
import org.cyclonedx.model.license.Expression;
import org.cyclonedx.model.metadata.ToolInformation;
import org.jspecify.annotations.Nullable;

/** The small parts of a CycloneDX document, each in one call, and its text. */
public final class CycloneDx {

    /** The version of the specification that is written. */
    public static final Version VERSION = Version.VERSION_16;

    /** How many violations of the schema are told: one mistake may break many rules. */
    private static final int MAX_VIOLATIONS = 10;

    private static final String PROPERTY = "python-dist:";

    private CycloneDx() {}

    public static Component component(Component.Type type, String name, @Nullable String version) {
        Component component = new Component();
        component.setType(type);
        component.setName(name);
        if (version != null) {
            component.setVersion(version);
        }
        return component;
    }

    /**
     * The head of the bill of something that was built.
     *
     * @param epochSecond its time, seconds since 1970
     * @param tool that built it
     */
    public static Metadata buildMetadata(long epochSecond, Component tool) {
        LifecycleChoice phase = new LifecycleChoice();
        phase.setPhase(LifecycleChoice.Phase.BUILD);
        Lifecycles lifecycles = new Lifecycles();
        lifecycles.setLifecycleChoice(List.of(phase));
        ToolInformation tools = new ToolInformation();
        tools.setComponents(List.of(tool));
        Metadata metadata = new Metadata();
        metadata.setTimestamp(Date.from(Instant.ofEpochSecond(epochSecond)));
        metadata.setLifecycles(lifecycles);
        metadata.setToolChoice(tools);
        return metadata;
    }

    public static ExternalReference reference(ExternalReference.Type type, String url, @Nullable String comment) {
        ExternalReference reference = new ExternalReference();
        reference.setType(type);
        reference.setUrl(url);
        if (comment != null) {
            reference.setComment(comment);
        }
        return reference;
    }

    public static ExternalReference hashed(ExternalReference reference, Digest sha256) {
        reference.setHashes(List.of(new Hash(Hash.Algorithm.SHA_256, sha256.hex())));
        return reference;
    }

    /**
     * What patches made of something else.
     *
     * @param patches in the order in which they were applied
     */
    public static Pedigree patched(List<AppliedPatch> patches) {
        Pedigree pedigree = new Pedigree();
        pedigree.setPatches(patches.stream()
                .map(applied -> {
                    AttachmentText text = new AttachmentText();
                    text.setContentType("text/x-diff");
                    // As base64, because the library makes one line of plain text.
                    text.setEncoding("base64");
                    text.setText(applied.base64());
                    Diff diff = new Diff();
                    diff.setText(text);
                    diff.setUrl(applied.url());
                    Patch patch = new Patch();
                    patch.setType(Patch.Type.UNOFFICIAL);
                    patch.setDiff(diff);
                    return patch;
                })
                .toList());
        return pedigree;
    }

    /**
     * @param url where it is found, may be relative
     * @param base64 its bytes
     */
    public record AppliedPatch(String url, String base64) {}

    public static LicenseChoice license(String expression) {
        Expression declared = new Expression(expression);
        declared.setAcknowledgement(Acknowledgement.DECLARED);
        LicenseChoice choice = new LicenseChoice();
        choice.setExpression(declared);
        return choice;
    }

    /** A licence that its holder gave in words that are no SPDX expression. */
    public static LicenseChoice licenseName(String words) {
        License license = new License();
        license.setName(words);
        LicenseChoice choice = new LicenseChoice();
        choice.addLicense(license);
        return choice;
    }

    public static List<Property> properties(Map<String, String> values) {
        return new TreeMap<>(values)
                .entrySet().stream()
                        .filter(entry -> !entry.getValue().isEmpty())
                        .map(entry -> new Property(PROPERTY + entry.getKey(), entry.getValue()))
                        .toList();
    }

    /** A CPE 2.3 formatted string (NISTIR 7695, 6.2): in it {@code . _ -} stand for themselves. */
    public static @Nullable String cpe(@Nullable String vendorAndProduct, String version) {
        return vendorAndProduct == null
                ? null
                : "cpe:2.3:a:" + vendorAndProduct + ":" + version.replaceAll("[^A-Za-z0-9._-]", "\\\\$0")
                        + ":*:*:*:*:*:*:*";
    }

    /** A UUID of version 8 (RFC 9562, 5.8): the first bits of a SHA-256. */
    public static UUID uuid(Digest digest) {
        ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex(digest.hex()));
        long most = bytes.getLong();
        long least = bytes.getLong();
        return new UUID((most & ~0xF000L) | 0x8000L, (least & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L);
    }

    /**
     * A document as it is published: with a serial number made of what it says, so that the same content gives the same
     * number and another one another.
     *
     * @param bom without a serial number
     * @param of what it is the bill of, for messages
     * @param remedy what to do if it does not follow the schema
     * @throws BuildFailure if it does not
     */
    public static String published(Bom bom, String of, String remedy) {
        bom.setSerialNumber("urn:uuid:" + uuid(Digest.ofText(json(bom))));
        String text = json(bom);
        List<String> violations = BillSchema.violations(VERSION.getVersionString(), text);
        if (!violations.isEmpty()) {
            BuildFailure failure = new BuildFailure(
                    "The bill of materials of " + of + " does not follow CycloneDX " + VERSION.getVersionString());
            violations.stream().limit(MAX_VIOLATIONS).forEach(failure::detail);
            throw failure.remedy(remedy);
        }
        return text;
    }

    private static String json(Bom bom) {
        JsonNode node = BomGeneratorFactory.createJson(VERSION, bom).toJsonNode();
        if (node == null) {
            throw new IllegalStateException("CycloneDX's library made nothing of the bill of materials");
        }
        return JsonText.of(node);
    }
}

package io.github.pythondist.license;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.spdx.core.InvalidSPDXAnalysisException;
import org.spdx.library.ListedLicenses;
import org.spdx.library.SpdxModelFactory;
import org.spdx.library.model.v3_0_1.expandedlicensing.ListedLicense;
import org.spdx.library.model.v3_0_1.expandedlicensing.ListedLicenseException;

/** The SPDX licence list as it stands in the library's jar. */
final class SpdxList {

    private static final String JAR_ONLY = "org.spdx.useJARLicenseInfoOnly";

    private final ListedLicenses listed;
    private final List<String> ids;
    private final Map<String, ListedLicense> licenses = new ConcurrentHashMap<>();

    private SpdxList(ListedLicenses listed) {
        this.listed = listed;
        this.ids = listed.getSpdxListedLicenseIds().stream().sorted().toList();
    }

    private static final class Holder {
        static final SpdxList INSTANCE = load();
    }

    /** The list, loaded once. */
    static SpdxList get() {
        return Holder.INSTANCE;
    }

    /**
     * Loads the list. The library decides while it loads, from a system property, whether to download the newest list;
     * so the property is held at "no" for that moment, whatever the build was started with, and then put back for
     * others in the same JVM.
     */
    static synchronized SpdxList load() {
        String before = System.getProperty(JAR_ONLY);
        System.setProperty(JAR_ONLY, "true");
        try {
            SpdxModelFactory.init();
            return new SpdxList(ListedLicenses.resetListedLicenses());
        } finally {
            restore(before);
        }
    }

    private static void restore(@Nullable String before) {
        if (before == null) {
            System.clearProperty(JAR_ONLY);
        } else {
            System.setProperty(JAR_ONLY, before);
        }
    }

    String version() {
        return listed.getLicenseListVersion();
    }

    /** All licence ids, sorted. */
    List<String> ids() {
        return ids;
    }

    /** The id in SPDX spelling, if it is listed. */
    Optional<String> licenseId(String id) {
        return listed.listedLicenseIdCaseSensitive(id);
    }

    /** The exception's id in SPDX spelling, if it is listed. */
    Optional<String> exceptionId(String id) {
        return listed.listedExceptionIdCaseSensitive(id);
    }

    /** The listed licence nearest in spelling. */
    String nearestLicense(String unknown) {
        return nearest(unknown, ids, id -> !isDeprecated(id));
    }

    /** The listed exception nearest in spelling. */
    String nearestException(String unknown) {
        return nearest(unknown, listed.getSpdxListedExceptionIds(), id -> true);
    }

    /** The licence's template in SPDX's markup. */
    String template(String id) {
        return read(() -> license(id).getStandardLicenseTemplate().orElse(""));
    }

    /** The exception's template in SPDX's markup. */
    String exceptionTemplate(String id) {
        return read(() -> {
            ListedLicenseException exception = listed.getListedExceptionById(id);
            return exception.getStandardAdditionTemplate().orElse(exception.getAdditionText());
        });
    }

    /** The licence's full text. */
    String text(String id) {
        return read(() -> license(id).getLicenseText());
    }

    /** The notice that the licence wants at the head of source files, or an empty string. */
    String header(String id) {
        return read(() -> license(id).getStandardLicenseHeader().orElse(""));
    }

    /** Whether SPDX has replaced the id by another, as it did {@code GPL-2.0}. */
    boolean isDeprecated(String id) {
        return read(() -> license(id).getIsDeprecatedLicenseId().orElse(false));
    }

    private ListedLicense license(String id) throws InvalidSPDXAnalysisException {
        ListedLicense known = licenses.get(id);
        if (known == null) {
            known = listed.getListedLicenseById(id);
            licenses.put(id, known);
        }
        return known;
    }

    private interface Reading<T> {
        T now() throws InvalidSPDXAnalysisException;
    }

    private static <T> T read(Reading<T> reading) {
        try {
            return reading.now();
        } catch (InvalidSPDXAnalysisException e) {
            throw new IllegalStateException("the SPDX licence list in the SPDX library's jar cannot be read", e);
        }
    }

    private static String nearest(String unknown, List<String> ids, Predicate<String> eligible) {
        String wanted = unknown.toLowerCase(Locale.ROOT);
        return ids.stream()
                .sorted(Comparator.comparingInt((String id) -> editDistance(wanted, id.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()))
                .filter(eligible)
                .findFirst()
                .orElseThrow();
    }

    /** Levenshtein distance. */
    private static int editDistance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}

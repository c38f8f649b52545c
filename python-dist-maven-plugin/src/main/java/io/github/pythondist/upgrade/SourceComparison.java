package io.github.pythondist.upgrade;

import io.github.pythondist.catalog.BundledVersions;
import io.github.pythondist.catalog.LicenseFile;
import io.github.pythondist.catalog.Series;
import io.github.pythondist.files.Digest;
import io.github.pythondist.inventory.ModuleInventory;
import io.github.pythondist.inventory.SourceSnapshot;
import java.lang.module.ModuleDescriptor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares what sources hold besides modules: bundled projects, wheels, licences, options of configure. */
final class SourceComparison {

    private static final String WHEELS = "Lib/ensurepip/_bundled/";
    private static final Pattern LICENCE_NAME =
            Pattern.compile("(?:.*/)?(?:LICEN[CS]E|COPYING)[^/]*", Pattern.CASE_INSENSITIVE);
    /** Of other platforms' installers and of test data. */
    private static final Pattern NOT_OURS = Pattern.compile("(?:Mac|PC|PCbuild|Tools/msi|Lib/test|Lib/idlelib)/.*");

    private static final Pattern OPTION = Pattern.compile("--(?:with(?:out)?|enable|disable)-[A-Za-z0-9_-]+");

    private final @Nullable SourceSnapshot from;
    private final SourceSnapshot to;
    private final Series series;
    private final Optional<Series.Version> pin;

    /**
     * @param from the old source, null to compare with the catalog alone
     * @param series the catalog's series
     * @param pin the catalog's entry for exactly the new source
     */
    SourceComparison(@Nullable SourceSnapshot from, SourceSnapshot to, Series series, Optional<Series.Version> pin) {
        this.from = from;
        this.to = to;
        this.series = series;
        this.pin = pin;
    }

    /** Versions that differ, or that only one source has. */
    SortedMap<String, UpgradeReport.Versions> bundled(BundledVersions rules) {
        SortedMap<String, UpgradeReport.Versions> versions = new TreeMap<>();
        rules.libraries().forEach((name, rule) -> {
            String before = from == null
                    ? declared(name)
                    : from.text(rule.file()).map(rule::version).orElse(null);
            String after = to.text(rule.file()).map(rule::version).orElse(null);
            boolean same = before == null ? after == null : before.equals(after);
            if (!same && !(from == null && before == null)) {
                versions.put(name, new UpgradeReport.Versions(before, after));
            }
        });
        return versions;
    }

    private @Nullable String declared(String name) {
        return series.bundled().stream()
                .filter(bundled -> bundled.name().equals(name))
                .map(Series.Bundled::version)
                .findFirst()
                .orElse(null);
    }

    List<UpgradeReport.Decision> bundledDecisions(BundledVersions rules) {
        List<UpgradeReport.Decision> decisions = new ArrayList<>();
        for (Series.Bundled bundled : series.bundled()) {
            BundledVersions.Rule rule = rules.libraries().get(bundled.name());
            String found = rule == null
                    ? null
                    : to.text(rule.file()).map(rule::version).orElse(null);
            if (!to.digests().containsKey(bundled.file())) {
                decisions.add(new UpgradeReport.Decision(
                        bundled.name(),
                        bundled.file()
                                + ", which holds its notice, is not in the source: correct `bundled` in series.yaml"));
            } else if (found != null && bundled.version() != null && !found.equals(bundled.version())) {
                decisions.add(new UpgradeReport.Decision(
                        bundled.name(),
                        "the source carries " + found + ", `bundled` in series.yaml says " + bundled.version()));
            }
        }
        return decisions;
    }

    /** File names of wheels. */
    Difference wheels() {
        return Difference.between(from == null ? pinnedWheels() : wheels(from), wheels(to));
    }

    private static SortedSet<String> wheels(SourceSnapshot source) {
        return source.digests().keySet().stream()
                .filter(path -> path.startsWith(WHEELS) && path.endsWith(".whl"))
                .map(path -> path.substring(WHEELS.length()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private SortedSet<String> pinnedWheels() {
        return reference().wheels().stream()
                .map(wheel -> wheel.file().substring(wheel.file().lastIndexOf('/') + 1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    List<UpgradeReport.Decision> wheelDecisions() {
        List<UpgradeReport.Decision> decisions = new ArrayList<>();
        List<Series.Wheel> pinned = reference().wheels();
        for (String name : wheels(to)) {
            String path = WHEELS + name;
            boolean known = pinned.stream()
                    .anyMatch(wheel -> wheel.file().equals(path)
                            && wheel.sha256().equals(to.digests().get(path)));
            if (!known) {
                decisions.add(new UpgradeReport.Decision(
                        name,
                        "a wheel that is not pinned: read its licences and what it vendors, then pin it (SHA-256 "
                                + to.digests().get(path) + ")"));
            }
        }
        return decisions;
    }

    /** Licence texts that differ; with the catalog alone, those that differ from their pins. */
    List<UpgradeReport.Licence> licences() {
        SortedSet<String> paths = new TreeSet<>();
        SortedMap<String, Digest> before = new TreeMap<>();
        SortedMap<String, Digest> pinned = new TreeMap<>();
        for (LicenseFile file : reference().licenseFiles()) {
            if (file.sha256() != null) {
                pinned.put(file.path(), file.sha256());
            }
        }
        paths.addAll(pinned.keySet());
        if (from == null) {
            before.putAll(pinned);
        } else {
            before.putAll(from.digests());
            paths.addAll(licencePaths(from));
            paths.addAll(licencePaths(to));
        }
        List<UpgradeReport.Licence> licences = new ArrayList<>();
        for (String path : paths) {
            Digest old = before.get(path);
            Digest found = to.digests().get(path);
            String change = old == null && found != null
                    ? "new"
                    : found == null && old != null ? "gone" : found != null && !found.equals(old) ? "changed" : "";
            if (!change.isEmpty()) {
                licences.add(new UpgradeReport.Licence(path, change, found != null && found.equals(pinned.get(path))));
            }
        }
        return licences;
    }

    private static SortedSet<String> licencePaths(SourceSnapshot source) {
        return source.digests().keySet().stream()
                .filter(path -> LICENCE_NAME.matcher(path).matches()
                        && !NOT_OURS.matcher(path).matches())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    List<UpgradeReport.Decision> licenceDecisions() {
        List<UpgradeReport.Decision> decisions = new ArrayList<>();
        for (LicenseFile file : reference().licenseFiles()) {
            Digest found = to.digests().get(file.path());
            if (found == null) {
                decisions.add(new UpgradeReport.Decision(
                        file.path(), "the licence file is gone: find where its text is now"));
            } else if (!found.equals(file.sha256())) {
                decisions.add(new UpgradeReport.Decision(
                        file.path(),
                        "the licence text differs from the pinned one: read it, then pin SHA-256 " + found));
            }
        }
        return decisions;
    }

    /** The pins to hold the source against: its own, or those of the newest version of the series. */
    private Series.Version reference() {
        return pin.orElseGet(() -> newest(series));
    }

    /** The newest version of a series that the catalog pins. */
    static Series.Version newest(Series series) {
        return series.versions().entrySet().stream()
                .max(Map.Entry.comparingByKey(Comparator.comparing(ModuleDescriptor.Version::parse)))
                .orElseThrow()
                .getValue();
    }

    /**
     * @param used options the recipe gives, in their positive form
     */
    static UpgradeReport.Options options(@Nullable ModuleInventory from, ModuleInventory to, SortedSet<String> used) {
        SortedMap<String, String> added = new TreeMap<>();
        SortedMap<String, String> removed = new TreeMap<>();
        if (from != null) {
            to.options().values().stream()
                    .filter(option -> !from.options().containsKey(option.name()))
                    .forEach(option -> added.put(option.name(), option.help()));
            from.options().values().stream()
                    .filter(option -> !to.options().containsKey(option.name()))
                    .forEach(option -> removed.put(option.name(), option.help()));
        }
        return new UpgradeReport.Options(added, removed, used);
    }

    /** The options of a recipe's text, in their positive form. */
    static SortedSet<String> usedOptions(String recipe) {
        SortedSet<String> used = new TreeSet<>();
        Matcher matcher = OPTION.matcher(recipe);
        while (matcher.find()) {
            used.add(matcher.group().replaceFirst("^--without-", "--with-").replaceFirst("^--disable-", "--enable-"));
        }
        return used;
    }
}

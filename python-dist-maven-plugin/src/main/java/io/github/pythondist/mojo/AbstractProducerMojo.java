package io.github.pythondist.mojo;

import io.github.pythondist.catalog.Optimization;
import io.github.pythondist.distribution.Choices;
import io.github.pythondist.distribution.DistributionRequest;
import io.github.pythondist.environment.Tier;
import io.github.pythondist.environment.Variation;
import io.github.pythondist.files.Digest;
import io.github.pythondist.license.LicensePolicy;
import io.github.pythondist.provenance.BuildInfo;
import io.github.pythondist.provenance.BuildRecord;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Parameters of the goals that build a distribution. */
abstract class AbstractProducerMojo extends AbstractCatalogMojo {

    private static final Pattern CPYTHON_VERSION = Pattern.compile("(\\d+\\.\\d+)\\.\\d+.*");

    /**
     * The CPython series to build, as the catalog has it. The default is that of the project's version: {@code 3.13} for
     * {@code 3.13.15-1}.
     *
     * <p>Example: {@code <series>3.13</series>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.series")
    private @Nullable String series;

    /**
     * The flavour to build, one that the series has in the catalog: {@code debug}, {@code freethreaded}, or several joined
     * with {@code -}. The default is none: the plain interpreter. The archives' classifier gets the flavour's name.
     *
     * <p>Example: {@code -Dpython-dist.flavour=debug}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.flavour")
    private @Nullable String flavour;

    /**
     * How the interpreter's own code is compiled: {@code none}, or with the {@code <profile>} of a training run
     * {@code pgo}, {@code pgo+thinlto} (also optimized across files, when it is linked) or {@code pgo+lto} (all files as
     * one). The catalog's {@code optimizations.yaml} has the options of each.
     *
     * <p>Example: {@code <optimize>pgo+thinlto</optimize>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.optimize", defaultValue = Optimization.NONE)
    private String optimize;

    /**
     * The profile for {@code <optimize>}, made by the goal {@code profile}: coordinates of the artifact
     * ({@code groupId:artifactId:type:classifier:version}), or a file. It must have been trained with the CPython source,
     * the ABI flags and the compiler of this build.
     *
     * <p>Example: {@code <profile>org.example:cpython-3.13-profile:profile.tar.zst:linux-x86_64:3.13.15-1</profile>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.profile")
    private @Nullable String profile;

    /**
     * SHA-256 of the profile: training never gives the same counts twice, so the profile decides what is built.
     *
     * <p>Example: {@code -Dpython-dist.profileSha256=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.profileSha256")
    private @Nullable String profileSha256;

    /**
     * The platform to build for, by its classifier. The default is the platform of this machine.
     *
     * <p>Example: {@code -Dpython-dist.target=linux-x86_64}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.target")
    private @Nullable String target;

    /**
     * The set of pinned versions: {@code default} has the newest release of each source that the catalog pins,
     * {@code debian} takes every source from the stable suites of Debian's archive.
     *
     * <p>Example: {@code -Dpython-dist.sourceSet=debian}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.sourceSet", defaultValue = "default")
    private String sourceSet;

    /**
     * Versions that replace those of the source set, {@code name:version} with commas between; {@code cpython} is a name
     * too. Only versions that the catalog pins can be named.
     *
     * <p>Example: {@code -Dpython-dist.versions=bdb:5.3.28,openssl:3.5.7}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.versions")
    private @Nullable String versions;

    /**
     * Patches to CPython's source, files in the project, applied in this order after the catalog's own. They are as
     * {@code git diff} or {@code diff -ruN} make them, and apply without fuzz; {@code configure} is not made anew from
     * {@code configure.ac}. Their digests are in the archive's description, the bill of materials and the provenance.
     *
     * <p>Example:
     *
     * <pre>
     * &lt;patches&gt;
     *   &lt;patch&gt;src/main/patches/0001-own-banner.patch&lt;/patch&gt;
     * &lt;/patches&gt;
     * </pre>
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.patches")
    private @Nullable List<String> patches;

    /**
     * Extension modules of the project's own, in C, linked into the interpreter as those of the standard library are.
     * All paths are of files in the project. Headers ({@code .h}, {@code .inc}) beside a source and below
     * {@code <includeDirectories>} go along. {@code <defines>} are {@code NAME} or {@code NAME=value};
     * {@code <components>} are components of the catalog to link with, whose headers are found without further words.
     * {@code <license>} is an SPDX expression that the licence policy must allow, and {@code <licenseFiles>} hold its
     * text; code under a licence of one's own is a {@code LicenseRef-}.
     *
     * <p>Example:
     *
     * <pre>
     * &lt;extensionModules&gt;
     *   &lt;extensionModule&gt;
     *     &lt;name&gt;_spam&lt;/name&gt;
     *     &lt;sources&gt;
     *       &lt;source&gt;src/main/c/spam.c&lt;/source&gt;
     *     &lt;/sources&gt;
     *     &lt;includeDirectories&gt;
     *       &lt;includeDirectory&gt;src/main/include&lt;/includeDirectory&gt;
     *     &lt;/includeDirectories&gt;
     *     &lt;defines&gt;
     *       &lt;define&gt;SPAM_LEVEL=3&lt;/define&gt;
     *     &lt;/defines&gt;
     *     &lt;components&gt;
     *       &lt;component&gt;zstd&lt;/component&gt;
     *     &lt;/components&gt;
     *     &lt;license&gt;MIT&lt;/license&gt;
     *     &lt;licenseFiles&gt;
     *       &lt;licenseFile&gt;LICENSE&lt;/licenseFile&gt;
     *     &lt;/licenseFiles&gt;
     *   &lt;/extensionModule&gt;
     * &lt;/extensionModules&gt;
     * </pre>
     *
     * @since 0.1.0
     */
    @Parameter
    private @Nullable List<ExtensionModuleParameter> extensionModules;

    /**
     * Components and extension modules that are left out. A component goes with the modules that are its front
     * ({@code bdb} with {@code _dbm}), and a component that no module needs any more is not built. The default leaves out
     * nothing.
     *
     * <p>Example: {@code -Dpython-dist.without=bdb,sqlite,readline}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.without")
    private @Nullable List<String> without;

    /**
     * Which licences may go into the distribution, as SPDX ids or patterns of them. What is given adds to the defaults:
     * permissive licences are allowed, and with them Sleepycat (Berkeley DB) and MPL-2.0 (the CA list inside pip); the GPL
     * family is denied. An exception lets one component pass in spite of a denied licence and needs a reason, which is
     * recorded.
     *
     * <p>Example:
     *
     * <pre>
     * &lt;licensePolicy&gt;
     *   &lt;allow&gt;
     *     &lt;license&gt;EPL-2.0&lt;/license&gt;
     *   &lt;/allow&gt;
     *   &lt;deny&gt;
     *     &lt;license&gt;BSD-4-Clause*&lt;/license&gt;
     *   &lt;/deny&gt;
     *   &lt;exceptions&gt;
     *     &lt;exception&gt;
     *       &lt;component&gt;bdb&lt;/component&gt;
     *       &lt;license&gt;AGPL-3.0-only&lt;/license&gt;
     *       &lt;reason&gt;internal test build, not distributed&lt;/reason&gt;
     *     &lt;/exception&gt;
     *   &lt;/exceptions&gt;
     * &lt;/licensePolicy&gt;
     * </pre>
     *
     * @since 0.1.0
     */
    @Parameter
    private @Nullable LicensePolicyParameter licensePolicy;

    /**
     * How commands are kept apart from this machine: {@code namespaces} (bubblewrap), {@code chroot} (root in a
     * container that forbids namespaces) or {@code host} (this machine's own tools with the pinned sysroot, not hermetic).
     * The default {@code auto} takes the first of {@code namespaces} and {@code chroot} that works, never {@code host}.
     *
     * <p>Example: {@code -Dpython-dist.environment=host}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.environment", defaultValue = "auto")
    private String environment;

    /**
     * How many jobs {@code make} runs at once, and how many of CPython's test files {@code regrtest} does. The default, 0,
     * means the number of processors.
     *
     * <p>Example: {@code -Dpython-dist.jobs=4}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.jobs", defaultValue = "0")
    private int jobs;

    /**
     * The one clock of the build, {@code SOURCE_DATE_EPOCH} of everything inside: ISO 8601 or seconds since 1970,
     * from 1980 to 2099. The default is the property {@code project.build.outputTimestamp}, which Maven's own plugins read
     * too.
     *
     * <p>Example: {@code <outputTimestamp>2026-11-21T00:00:00Z</outputTimestamp>}
     *
     * @since 0.1.0
     */
    @Parameter(defaultValue = "${project.build.outputTimestamp}")
    private @Nullable String outputTimestamp;

    @Parameter(defaultValue = "${project.build.directory}", readonly = true, required = true)
    private Path buildDirectory;

    AbstractProducerMojo(MavenFetching fetching) {
        super(fetching);
    }

    protected final Path buildDirectory() {
        return inBuild(buildDirectory);
    }

    protected final DistributionRequest request(Progress progress) {
        return new DistributionRequest(
                project.getArtifactId(),
                project.getVersion(),
                series(),
                flavour == null ? "" : flavour.strip(),
                optimized() ? optimize : Optimization.NONE,
                optimized() ? pinnedProfile() : Optional.empty(),
                onlyComponents(),
                Optional.ofNullable(target),
                sourceSet,
                versions(),
                catalogDirectory(),
                choices(),
                licensePolicy == null ? LicensePolicy.defaults() : licensePolicy.policy(),
                Tier.parse(environment),
                fetchSettings(),
                cacheDirectory(),
                workDirectory(flavour == null ? "" : flavour.strip()),
                jobs(),
                OutputTimestamp.epochSecond(outputTimestamp),
                Variation.NONE,
                progress);
    }

    /** To make again what somebody published, with this machine's places and sources. */
    protected final DistributionRequest request(BuildInfo published, Progress progress) {
        Optional<Tier> tier = Tier.parse(environment);
        return new DistributionRequest(
                published.artifactId(),
                published.version(),
                published.series(),
                published.flavour(),
                published.options().getOrDefault(BuildRecord.OPTIMIZE, Optimization.NONE),
                Optional.ofNullable(published.options().get(BuildRecord.PROFILE))
                        .map(this::place)
                        .map(place -> pinned(place, published.options().getOrDefault(BuildRecord.PROFILE_SHA256, ""))),
                List.of(),
                Optional.of(published.target()),
                published.sourceSet(),
                published.versions(),
                catalogDirectory(),
                choices(),
                published.policy(),
                published.environment().equals(BuildInfo.HERMETIC) ? tier : Optional.of(Tier.HOST),
                fetchSettings(),
                cacheDirectory(),
                workDirectory(published.flavour()),
                jobs(),
                OutputTimestamp.epochSecond(published.outputTimestamp().toString()),
                Variation.NONE,
                progress);
    }

    /** Of a profile that is a file only the name was published: it is the one that is given here. */
    private String place(String published) {
        if (published.contains(":")) {
            return published;
        }
        if (profile == null) {
            throw new BuildFailure("It was built with the profile " + published + ", a file that is not at hand")
                    .remedy("Get it from those who published, and name it with -Dpython-dist.profile=");
        }
        return profile.strip();
    }

    private Path workDirectory(String builtFlavour) {
        return buildDirectory().resolve("python-dist" + (builtFlavour.isEmpty() ? "" : "-" + builtFlavour));
    }

    private int jobs() {
        return jobs > 0 ? jobs : Runtime.getRuntime().availableProcessors();
    }

    private String series() {
        if (series != null && !series.isBlank()) {
            return series.strip();
        }
        Matcher version = CPYTHON_VERSION.matcher(project.getVersion());
        if (!version.matches()) {
            throw new BuildFailure("It is not said which CPython series to build")
                    .detail("the project's version " + project.getVersion()
                            + " does not begin with CPython's, as 3.13.15-1 does")
                    .remedy("Set <series>3.13</series> in the plugin's configuration, or -Dpython-dist.series=3.13");
        }
        return version.group(1);
    }

    /** The only components to build; none means all that the series is linked with. */
    protected List<String> onlyComponents() {
        return List.of();
    }

    /** Whether {@code <optimize>} and {@code <profile>} mean this goal. */
    protected boolean optimized() {
        return true;
    }

    private Optional<DistributionRequest.PinnedProfile> pinnedProfile() {
        if (profile == null || profile.isBlank() || optimize.equals(Optimization.NONE)) {
            return Optional.empty();
        }
        if (profileSha256 == null || profileSha256.isBlank()) {
            throw new BuildFailure("The profile " + profile + " is named without its SHA-256")
                    .remedy("Give it with <profileSha256> (-Dpython-dist.profileSha256=); the goal profile says it");
        }
        return Optional.of(pinned(profile.strip(), profileSha256.strip()));
    }

    private DistributionRequest.PinnedProfile pinned(String given, String digest) {
        Digest sha256;
        try {
            sha256 = new Digest(digest);
        } catch (IllegalArgumentException e) {
            throw new BuildFailure("python-dist.profileSha256 '" + digest + "' is no SHA-256", e)
                    .remedy("It has 64 hexadecimal digits, small ones, as sha256sum prints them");
        }
        Path file = artifactOrFile("profile", given);
        // Where a file lies is this machine's business.
        String name = given.contains(":") ? given : String.valueOf(file.getFileName());
        return new DistributionRequest.PinnedProfile(name, file, sha256);
    }

    private Choices choices() {
        List<Choices.Module> modules = new ArrayList<>();
        if (extensionModules != null) {
            extensionModules.forEach(module -> modules.add(module.module()));
        }
        Choices choices = new Choices(
                project.getBasedir() == null
                        ? Path.of("").toAbsolutePath()
                        : project.getBasedir().toPath(),
                ExtensionModuleParameter.words("<patches>", patches),
                modules,
                ExtensionModuleParameter.words("<without>", without));
        return choices.isNone() ? Choices.NONE : choices;
    }

    private SortedMap<String, String> versions() {
        SortedMap<String, String> parsed = new TreeMap<>();
        if (versions != null && !versions.isBlank()) {
            for (String entry : Arrays.asList(versions.split(",", -1))) {
                int colon = entry.indexOf(':');
                if (colon <= 0 || colon == entry.length() - 1) {
                    throw new BuildFailure("python-dist.versions has an entry '" + entry.strip()
                                    + "' that is not of the form name:version")
                            .remedy("For example -Dpython-dist.versions=bdb:5.3.28,openssl:3.5.7");
                }
                parsed.put(
                        entry.substring(0, colon).strip(),
                        entry.substring(colon + 1).strip());
            }
        }
        return parsed;
    }
}

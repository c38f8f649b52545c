package io.github.pythondist.wheelbuild;

import io.github.pythondist.archive.ZipReader;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.wheel.CoreMetadata;
import io.github.pythondist.wheel.PackageNames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Predicate;

/** What a wheel has to be before it is taken for that of a package. */
final class FinishedWheel {

    private static final int MAX_ENTRIES = 100_000;

    /** Members are read whole, by what looks for native code and by what compares. */
    private static final long MAX_MEMBER = 1L << 30;

    private static final int MAX_METADATA = 8 << 20;
    private static final int CHUNK = 1 << 16;

    private FinishedWheel() {}

    /**
     * Measures what is really in a wheel, whatever its directory says.
     *
     * @throws BuildFailure if it has more members or more bytes than it may
     */
    static void requireSize(Path wheel, long maxBytes) throws IOException {
        long[] total = {0};
        int[] entries = {0};
        byte[] buffer = new byte[CHUNK];
        ZipReader.read(wheel, (entry, content) -> {
            if (++entries[0] > MAX_ENTRIES) {
                throw new BuildFailure("The wheel has more than " + MAX_ENTRIES + " members");
            }
            long member = 0;
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                member += read;
                total[0] += read;
                if (member > MAX_MEMBER || total[0] > maxBytes) {
                    throw new BuildFailure(String.format(
                            Locale.ROOT,
                            "The wheel has more than %,d MiB in it, at its member %s",
                            Math.min(MAX_MEMBER, maxBytes) >> 20,
                            entry.path()));
                }
            }
            return true;
        });
    }

    /**
     * @param tags such as {@code py3-none-any}: whether the interpreter accepts them
     * @throws BuildFailure if the wheel is for another interpreter, or says that it is another package
     */
    static void requireProper(Path wheel, Predicate<String> tags, String name, String version) throws IOException {
        String file = wheel.getFileName().toString();
        String[] parts = file.substring(0, file.length() - ".whl".length()).split("-", -1);
        String tag = parts.length < 5
                ? ""
                : String.join("-", parts[parts.length - 3], parts[parts.length - 2], parts[parts.length - 1]);
        if (!tags.test(tag)) {
            throw new BuildFailure("The interpreter that the wheel was built with cannot install it: " + file);
        }
        String info = parts[0] + "-" + parts[1] + ".dist-info/METADATA";
        CoreMetadata metadata = ZipReader.find(wheel, info, MAX_METADATA)
                .map(CoreMetadata::parse)
                .orElseThrow(() -> new BuildFailure("The wheel has no " + info));
        String told = metadata.name().orElse("");
        if (!PackageNames.normalized(told).equals(PackageNames.normalized(name))) {
            throw new BuildFailure("The sdist is of " + name + ", and the wheel's METADATA of '" + told + "'");
        }
        String itsVersion = metadata.version().orElse("");
        if (!plain(itsVersion).equals(plain(version))) {
            throw new BuildFailure(
                    "The sdist has version " + version + ", and the wheel's METADATA '" + itsVersion + "'");
        }
    }

    /** A version without what PEP 440 gives no meaning: case, separators, other words for the same, zeros. */
    private static String plain(String version) {
        return version.strip()
                .toLowerCase(Locale.ROOT)
                .replaceFirst("^v", "")
                .replace("alpha", "a")
                .replace("beta", "b")
                .replaceAll("rc|c|preview|pre", "rc")
                .replaceAll("post|rev|r(?!c)", "post")
                .replaceAll("[-_.]?([a-z]+)[-_.]?", "$1")
                .replaceAll("(?<![0-9])0+(?=[0-9])", "")
                .replaceFirst("^(\\d+!)?(\\d+(?:\\.\\d+)*?)(?:\\.0)+(?![.\\d])", "$1$2");
    }
}

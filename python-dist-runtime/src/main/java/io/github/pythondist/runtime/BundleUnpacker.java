package io.github.pythondist.runtime;

import io.github.pythondist.files.Digest;
import io.github.pythondist.files.LinkTargets;
import io.github.pythondist.layout.BundleIndex;
import io.github.pythondist.layout.BundleIndex.Item;
import io.github.pythondist.layout.BundleIndex.Kind;
import io.github.pythondist.report.BuildFailure;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * Unpacks the zip form of a bundle in one pass. Its first entry is the index, which says what the JDK's zip reader does
 * not: modes and links. Nothing is written that the index does not list.
 */
final class BundleUnpacker {

    /** The format's name in the store; to be changed with what is unpacked, and how. */
    static final String FORMAT = "python-dist runtime 1";

    private static final int BUFFER_BYTES = 1 << 16;
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("r--r--r--");
    private static final Set<PosixFilePermission> PROGRAM = PosixFilePermissions.fromString("r-xr-xr-x");

    /** What goes wrong here is the bundle's fault, not that of whoever writes it to disk. */
    private static final class Damaged extends IOException {
        private static final long serialVersionUID = 1L;

        Damaged(String why) {
            super(why);
        }
    }

    private final String origin;
    private final Consumer<BundleIndex> check;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private String top = "";

    /**
     * @param origin how to call the bundle in messages
     * @param check sees the index before anything is written
     */
    BundleUnpacker(String origin, Consumer<BundleIndex> check) {
        this.origin = origin;
        this.check = check;
    }

    /**
     * @param digest what the bytes must have
     * @param directory empty
     * @return the index's text
     * @throws BuildFailure if the bundle is damaged, or does not have the digest
     */
    String unpack(BundleSource source, Digest digest, Path directory) throws IOException {
        MessageDigest sha256 = Digest.newSha256();
        try (InputStream bytes = new BufferedInputStream(new DigestInputStream(source.open(), sha256), BUFFER_BYTES);
                ZipInputStream zip = new ZipInputStream(bytes, StandardCharsets.UTF_8)) {
            String text = index(zip);
            BundleIndex index = BundleIndex.parse(text, origin);
            check.accept(index);
            unpack(zip, index, directory);
            while (bytes.read(buffer) >= 0) {
                // The zip's directory counts for the digest too.
            }
            Digest found = Digest.of(sha256);
            if (!found.equals(digest)) {
                throw new BuildFailure("The bundle " + origin + " does not have the digest it must have")
                        .detail("expected " + digest)
                        .detail("found    " + found)
                        .remedy("It is damaged or was tampered with: take it anew from where it came.");
            }
            return text;
        } catch (ZipException | EOFException | Damaged | IllegalArgumentException e) {
            throw new BuildFailure("The bundle " + origin + " is damaged or incomplete", e)
                    .remedy("Take it anew from where it came.");
        }
    }

    /** Reads the index; what is before its name is before all names: nothing, or one directory. */
    private String index(ZipInputStream zip) throws IOException {
        ZipEntry first = zip.getNextEntry();
        String name = first == null ? "" : first.getName();
        if (!name.matches("([^/]+/)?" + Pattern.quote(BundleIndex.FILE_NAME))) {
            throw new Damaged("it does not begin with " + BundleIndex.FILE_NAME
                    + ": only a zip that the goal bundle made can be unpacked");
        }
        top = name.substring(0, name.length() - BundleIndex.FILE_NAME.length());
        byte[] text = zip.readNBytes(BundleIndex.MAX_BYTES + 1);
        if (text.length > BundleIndex.MAX_BYTES) {
            throw new Damaged("its index has more than " + BundleIndex.MAX_BYTES + " bytes");
        }
        return new String(text, StandardCharsets.UTF_8);
    }

    private void unpack(ZipInputStream zip, BundleIndex index, Path directory) throws IOException {
        Map<String, Item> missing = new LinkedHashMap<>();
        index.items().forEach(item -> missing.put(item.path(), item));
        Set<Path> made = new HashSet<>();
        boolean posix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            if (entry.isDirectory()) {
                continue;
            }
            String path = entry.getName().startsWith(top) ? entry.getName().substring(top.length()) : "";
            Item item = missing.remove(path);
            if (item == null) {
                throw new Damaged("it has the file " + entry.getName() + ", which its index does not list");
            }
            Path target = directory.resolve(item.path());
            if (made.add(target.getParent())) {
                Files.createDirectories(target.getParent());
            }
            if (item.kind() == Kind.LINK) {
                // What the zip says a second time for other readers.
                Files.createSymbolicLink(target, target.getFileSystem().getPath(item.target()));
                continue;
            }
            copy(zip, item, target);
            if (posix) {
                Files.setPosixFilePermissions(target, item.kind() == Kind.PROGRAM ? PROGRAM : FILE);
            }
        }
        if (!missing.isEmpty()) {
            throw new Damaged("it lacks the file " + missing.keySet().iterator().next());
        }
        for (Item item : index.items()) {
            if (item.kind() == Kind.LINK) {
                LinkTargets.escape(directory, item.path()).ifPresent(why -> {
                    throw new BuildFailure(
                                    "Refused to use the bundle " + origin + ": the link " + item.path() + " " + why)
                            .remedy("A bundle made by python-dist is not like that. Take it anew from where it came.");
                });
            }
        }
    }

    private void copy(ZipInputStream zip, Item item, Path target) throws IOException {
        long left = item.size();
        try (OutputStream out = Files.newOutputStream(target)) {
            for (int n = zip.read(buffer); n >= 0; n = zip.read(buffer)) {
                left -= n;
                if (left < 0) {
                    break;
                }
                out.write(buffer, 0, n);
            }
        }
        if (left != 0) {
            throw new Damaged("the file " + item.path() + " does not have " + item.size() + " bytes");
        }
    }
}

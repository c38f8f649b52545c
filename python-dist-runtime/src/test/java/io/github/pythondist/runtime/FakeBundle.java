package io.github.pythondist.runtime;

import io.github.pythondist.files.Digest;
import io.github.pythondist.layout.BundleIndex;
import io.github.pythondist.layout.BundleIndex.Item;
import io.github.pythondist.layout.BundleResources;
import io.github.pythondist.platform.HostPlatform;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes bundles with a shell script for an interpreter. */
final class FakeBundle {

    static final String EXECUTABLE = "python/bin/python3.13";

    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final List<Item> items = new ArrayList<>();
    private String platform = HostPlatform.detect().classifier();

    FakeBundle() {
        file("app/hello.py", "print('hello')\n", false);
        file(EXECUTABLE, "#!/bin/sh\nprintf '%s\\n' \"$@\"\nenv | grep -E '^(PYTHON|VIRTUAL)' | sort\n", true);
        link("python/bin/python3", "python3.13");
        file("python/lib/libpython3.13.so.1.0", "a library", false);
    }

    FakeBundle platform(String classifier) {
        platform = classifier;
        return this;
    }

    FakeBundle file(String path, String content, boolean executable) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return item(Item.file(path, Digest.of(bytes), bytes.length, executable), bytes);
    }

    FakeBundle link(String path, String target) {
        return item(Item.link(path, target), target.getBytes(StandardCharsets.UTF_8));
    }

    /** An item whose bytes need not be what it says. */
    FakeBundle item(Item item, byte[] content) {
        items.add(item);
        return unlisted(item.path(), content);
    }

    FakeBundle unlisted(String path, byte[] content) {
        files.put(path, content);
        return this;
    }

    FakeBundle without(String path) {
        files.remove(path);
        return this;
    }

    BundleIndex index() {
        return new BundleIndex("word-count", platform, "3.13.5", EXECUTABLE, "python/lib/libpython3.13.so.1.0", items);
    }

    byte[] zip() {
        return zip("");
    }

    byte[] zip(String top) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
            zip.putNextEntry(new ZipEntry(top + BundleIndex.FILE_NAME));
            zip.write(index().text().getBytes(StandardCharsets.UTF_8));
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(top + file.getKey()));
                zip.write(file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Puts the bundle into a directory of the class path, as the goal does. */
    Path onClassPath(Path classes) throws IOException {
        byte[] zip = zip();
        String name = BundleResources.archive("word-count", platform);
        Path resource = classes.resolve(name);
        Files.createDirectories(resource.getParent());
        Files.write(resource, zip);
        Files.writeString(
                classes.resolve(BundleResources.digest(name)), BundleResources.digestText(Digest.of(zip), name));
        return resource;
    }
}

package io.github.pythondist.wheelindex;

import io.github.pythondist.files.AtomicFiles;
import io.github.pythondist.files.Digest;
import io.github.pythondist.files.Trees;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;

/**
 * Writes an index of packages that installers use from a directory, from any server of files, or unpacked from an archive:
 *
 * <pre>
 * simple/index.html            all projects (PEP 503); what --index-url names is simple
 * simple/index.json            the same (PEP 691)
 * simple/&lt;name&gt;/index.html     the files of one, with their digests and those of their metadata
 * simple/&lt;name&gt;/index.json
 * files/&lt;wheel&gt;
 * files/&lt;wheel&gt;.metadata       its METADATA, so that an installer resolves without fetching wheels (PEP 658)
 * </pre>
 *
 * <p>The same wheels give the same bytes.
 */
@Named
@Singleton
public final class IndexWriter {

    private static final String SIMPLE = "simple";
    private static final String FILES = "files";
    private static final String HTML = "index.html";
    private static final String JSON = "index.json";

    @Inject
    public IndexWriter() {}

    /**
     * Replaces the index by one that has exactly these wheels. It is made beside its place and renamed; if something fails,
     * the one before is still there.
     *
     * @param directory the index's; what is there must be an index that was made by this
     * @throws BuildFailure if a wheel cannot be published, if two of one name differ, or if the directory is something
     *     else or cannot be written
     */
    public void write(Path directory, List<ReproducedWheel> wheels) {
        Path place = directory.toAbsolutePath().normalize();
        requireReplaceable(place);
        try {
            SortedMap<String, List<WheelFile>> projects = projects(wheels);
            Files.createDirectories(place.getParent());
            AtomicFiles.removeLeftovers(place);
            Path temporary = AtomicFiles.temporarySibling(place);
            try {
                fill(temporary, projects);
                Trees.sync(temporary);
                AtomicFiles.replaceDirectory(temporary, place);
            } finally {
                Trees.delete(temporary);
            }
        } catch (IOException e) {
            throw new BuildFailure("Cannot write the package index " + place, e)
                    .remedy("Check free space and permissions there.");
        }
    }

    private static SortedMap<String, List<WheelFile>> projects(List<ReproducedWheel> wheels) throws IOException {
        Map<String, ReproducedWheel> byFile = new TreeMap<>();
        for (ReproducedWheel wheel : wheels) {
            String file = wheel.wheel().getFileName().toString();
            ReproducedWheel other = byFile.putIfAbsent(file, wheel);
            if (other != null && !other.sha256().equals(wheel.sha256())) {
                throw new BuildFailure("Two wheels that are called " + file + " are to be in one index, and differ")
                        .detail(other.sha256() + " " + other.wheel())
                        .detail(wheel.sha256() + " " + wheel.wheel())
                        .remedy("Leave one of the two out.");
            }
        }
        SortedMap<String, List<WheelFile>> projects = new TreeMap<>();
        for (ReproducedWheel wheel : byFile.values()) {
            projects.computeIfAbsent(wheel.name(), name -> new ArrayList<>()).add(WheelFile.open(wheel));
        }
        projects.values().forEach(list -> list.sort(Comparator.comparing(WheelFile::fileName)));
        return projects;
    }

    private static void fill(Path root, SortedMap<String, List<WheelFile>> projects) throws IOException {
        Path files = Files.createDirectories(root.resolve(FILES));
        Path simple = Files.createDirectories(root.resolve(SIMPLE));
        IndexPages pages = new IndexPages("../../" + FILES + "/");
        Files.writeString(simple.resolve(HTML), pages.projects(projects.keySet()));
        Files.writeString(simple.resolve(JSON), pages.projectsJson(projects.keySet()));
        for (Map.Entry<String, List<WheelFile>> project : projects.entrySet()) {
            Path page = Files.createDirectory(simple.resolve(project.getKey()));
            Files.writeString(page.resolve(HTML), pages.project(project.getKey(), project.getValue()));
            Files.writeString(page.resolve(JSON), pages.projectJson(project.getKey(), project.getValue()));
            for (WheelFile wheel : project.getValue()) {
                Path copy = files.resolve(wheel.fileName());
                // By its content alone: a wheel of a cache may be readable by its owner only.
                try (InputStream in = Files.newInputStream(wheel.wheel().wheel())) {
                    Files.copy(in, copy);
                }
                // Of the copy: what is checked is what is published.
                if (!Digest.of(copy).equals(wheel.wheel().sha256())) {
                    throw new BuildFailure("The wheel " + wheel.wheel().wheel() + " changed while it was copied")
                            .remedy("Run the build again when nothing else writes there.");
                }
                Files.write(files.resolve(wheel.fileName() + ".metadata"), wheel.metadata());
            }
        }
    }

    /**
     * A directory that was named by mistake is not to be lost; this tells it before anything is built.
     *
     * @throws BuildFailure if the directory is something else than an index that was made by this, or nothing
     */
    public void requireReplaceable(Path directory) {
        Path place = directory.toAbsolutePath().normalize();
        if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Set<String> names = new TreeSet<>();
        try {
            if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
                try (Stream<Path> entries = Files.list(place)) {
                    entries.forEach(entry -> names.add(entry.getFileName().toString()));
                }
                if (names.isEmpty() || isIndex(place, names)) {
                    return;
                }
            }
        } catch (IOException e) {
            throw new BuildFailure("Cannot look at what is in " + place, e).remedy("Check permissions there.");
        }
        throw new BuildFailure("Will not replace " + place + ": it is more than an index made by python-dist")
                .detail("there: " + (names.isEmpty() ? "a file" : String.join(", ", names)))
                .remedy("Move it away, or name another directory for the index.");
    }

    private static boolean isIndex(Path place, Set<String> names) throws IOException {
        Path page = place.resolve(SIMPLE).resolve(HTML);
        return names.equals(Set.of(FILES, SIMPLE))
                && Files.isRegularFile(page)
                && Files.readString(page).contains(IndexPages.GENERATOR);
    }
}

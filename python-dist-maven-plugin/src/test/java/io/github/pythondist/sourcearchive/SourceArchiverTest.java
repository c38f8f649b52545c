package io.github.pythondist.sourcearchive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.pythondist.files.Digest;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.ResetCommand;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.lib.TreeFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A source archive")
final class SourceArchiverTest {

    private static final String NOWHERE = "0123456789012345678901234567890123456789";

    @TempDir
    Path directory;

    private final SourceArchiver archiver = new SourceArchiver();
    private final List<String> log = new ArrayList<>();
    private TestRepository repository;

    @BeforeEach
    void create() throws GitAPIException {
        repository = new TestRepository(directory.resolve("project.git"));
    }

    @AfterEach
    void close() {
        repository.close();
    }

    // The bytes

    @ParameterizedTest
    @ValueSource(strings = {"C", "C.UTF-8"})
    @DisplayName("is GNU tar's of what git archive exports, byte for byte")
    void isGnuTars(String locale) throws Exception {
        assumeTrue(runs("git", "--version").contains("git version"), "git is not installed here");
        assumeTrue(runs("tar", "--version").contains("GNU tar"), "GNU tar is not installed here");
        everyKindOfEntry();
        everyKindOfAttribute();
        String commit = repository.commit("Every kind of entry\n\nAnd a body.\n");
        repository.annotated("v1.0", commit);

        Path ours = make(request("v1.0", commit, "tar")).get(0);

        Path exported = Files.createDirectory(directory.resolve("exported"));
        shell(
                exported,
                locale,
                "git --git-dir '" + repository.directory() + "' archive --prefix=project-1.0/ v1.0 | tar -xf -");
        Path expected = directory.resolve("expected.tar");
        shell(
                exported,
                locale,
                "tar --sort=name --mtime=@" + TestRepository.TIME + " --clamp-mtime --owner=0 --group=0 --numeric-owner"
                        + " --pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime --mode=go+u,go-w"
                        + " -cf '" + expected + "' project-1.0");
        if (runs("tar", "--version").matches("(?s)tar \\(GNU tar\\) 1\\.(2[0-9]|3[0-4])\\b.*")) {
            emptyDeviceNumbers(expected);
        }
        assertThat(ours).hasSameBinaryContentAs(expected);
    }

    /** Before 1.35, GNU tar gave the number 0 to what is no device; nothing else in these archives has changed since. */
    private static void emptyDeviceNumbers(Path tar) throws IOException {
        byte[] bytes = Files.readAllBytes(tar);
        for (int at = 0; bytes[at] != 0; ) {
            int sum = 0;
            Arrays.fill(bytes, at + 329, at + 345, (byte) 0);
            Arrays.fill(bytes, at + 148, at + 156, (byte) ' ');
            for (int i = at; i < at + 512; i++) {
                sum += bytes[i] & 0xff;
            }
            byte[] octal = String.format("%06o\0", sum).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(octal, 0, bytes, at + 148, octal.length);
            int size = Integer.parseInt(new String(bytes, at + 124, 11, StandardCharsets.US_ASCII), 8);
            at += 512 + (size + 511) / 512 * 512;
        }
        Files.write(tar, bytes);
    }

    /** A change here changes every archive that somebody compares: never adjust a digest without telling users why. */
    @ParameterizedTest
    @CsvSource({
        "tar,    8745e0bb1e47381dbe4cea082c52b25f5f9da0e6fe9f59b26a91881298a46520",
        "tgz,    0a471139538838c7614ed775dd5671666b1fdde19a7f02c94840b2d81351e525",
        "tar.xz, f86c7fa8dae85503b6f7c1d4ab6ccca58da6d902dd27f24f09b20729ae127396",
    })
    @DisplayName("has the bytes it had on every machine before")
    void bytesArePinned(String format, String digest) throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < 40; i++) {
            StringBuilder text = new StringBuilder();
            for (int word = 0; word < 5000; word++) {
                text.append(Integer.toString(random.nextInt(1 << 12), 36)).append(word % 9 == 0 ? '\n' : ' ');
            }
            repository.file("src/" + i + ".txt", text.toString());
        }
        byte[] noise = new byte[200_000];
        random.nextBytes(noise);
        repository.entry("noise.bin", FileMode.REGULAR_FILE, noise);
        everyKindOfEntry();
        String commit = repository.commit("Pinned\n");
        repository.annotated("v1.0", commit);

        assertThat(commit).isEqualTo("1ee99aa00537e0326a2be7a1bee1a915c28f3adc");
        assertThat(Digest.of(make(request("v1.0", commit, format)).get(0))).hasToString(digest);
    }

    @Test
    @DisplayName("is the same from a bare repository, a clone of any configuration, a packed one, and over a URL")
    void sameFromEveryClone() throws Exception {
        everyKindOfEntry();
        everyKindOfAttribute();
        repository.file("unix.txt", "one\ntwo\n");
        String commit = repository.commit("Everything\n");
        repository.annotated("v1.0", commit);
        SourceArchiveRequest plain = request("v1.0", commit, "tgz", "tar.xz", "tar");
        List<Digest> expected = digests(make(plain));

        Path clone = directory.resolve("clone");
        try (Git git = Git.cloneRepository()
                .setURI(repository.directory().toUri().toString())
                .setDirectory(clone.toFile())
                .setNoCheckout(true)
                .call()) {
            StoredConfig config = git.getRepository().getConfig();
            config.setString("core", null, "autocrlf", "true");
            config.setString("core", null, "eol", "crlf");
            config.setString("tar", null, "umask", "0077");
            config.save();
            Files.createDirectories(clone.resolve(".git/info"));
            Files.writeString(clone.resolve(".git/info/attributes"), "unix.txt export-ignore\n* eol=crlf\n");
            git.gc().call();
        }
        assertThat(digests(make(at(clone.toString(), plain)))).isEqualTo(expected);
        assertThat(digests(make(at(repository.directory().toUri().toString(), plain))))
                .isEqualTo(expected);
        assertThat(digests(make(at("project.git", plain)))).isEqualTo(expected);
        try (Stream<Path> left = Files.list(plain.outputDirectory())) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "project-1.0.tgz",
                            "project-1.0.tar.xz",
                            "project-1.0.tar",
                            "project-1.0.source-archive.json");
        }
    }

    @Test
    @DisplayName("holds files that git reads in pieces")
    void holdsLargeFiles() throws IOException {
        byte[] large = new byte[60 << 20];
        Arrays.fill(large, 12_345_678, 23_456_789, (byte) 'x');
        repository.entry("large.bin", FileMode.REGULAR_FILE, large);
        String commit = repository.commit("Large\n");

        repository.lightweight("v1", commit);

        Path archive = make(request("v1", commit, "tar")).get(0);

        try (TarArchiveInputStream tar = new TarArchiveInputStream(Files.newInputStream(archive))) {
            tar.getNextEntry();
            assertThat(tar.getNextEntry().getSize()).isEqualTo(large.length);
            assertThat(Digest.of(tar)).isEqualTo(Digest.of(large));
        }
    }

    @Test
    @DisplayName("says nothing of time and name in gzip's header")
    void gzipHeaderIsPlain() throws IOException {
        repository.file("a", "a");
        String commit = repository.commit("One\n");
        repository.lightweight("v1", commit);

        byte[] bytes = Files.readAllBytes(make(request("v1", commit, "tgz")).get(0));

        // RFC 1952: magic, deflate, no flags, MTIME 0, XFL 2 (slowest), OS 255 (unknown).
        assertThat(HexFormat.of().formatHex(bytes, 0, 10)).isEqualTo("1f8b080000000000" + "02ff");
    }

    @Test
    @DisplayName("is what gzip, xz and tar of this machine read")
    void otherToolsReadIt() throws Exception {
        assumeTrue(runs("xz", "--version").contains("xz"), "xz is not installed here");
        everyKindOfEntry();
        String commit = repository.commit("Everything\n");
        repository.lightweight("v1.0", commit);
        List<Path> made = make(request("v1.0", commit, "tgz", "tar.xz", "tar"));

        for (Path archive : made.subList(0, 2)) {
            String tool = archive.toString().endsWith(".tgz") ? "gzip" : "xz";
            shell(directory, "C", tool + " -dc '" + archive + "' | cmp - '" + made.get(2) + "'");
        }
    }

    @Test
    @DisplayName("has owner, modes and times that are not this machine's")
    void metadataIsFixed() throws IOException {
        repository.file("b/file", "x").script("run").link("to", "b/file").file("b.txt", "y");
        String commit = repository.commit("Modes\n");
        repository.lightweight("release/2024", commit);

        SourceArchiveRequest request = request("release/2024", commit, "tar");
        Map<String, TarArchiveEntry> entries = entries(make(request).get(0));

        assertThat(entries.keySet())
                .containsExactly(
                        "project-2024/",
                        "project-2024/b/",
                        "project-2024/b/file",
                        "project-2024/b.txt",
                        "project-2024/run",
                        "project-2024/to");
        assertThat(entries.values()).allSatisfy(entry -> {
            assertThat(entry.getLongUserId()).isZero();
            assertThat(entry.getLongGroupId()).isZero();
            assertThat(entry.getUserName()).isEmpty();
            assertThat(entry.getLastModifiedTime().toInstant().getEpochSecond()).isEqualTo(TestRepository.TIME);
        });
        assertThat(entries.values().stream().map(entry -> Integer.toOctalString(entry.getMode())))
                .containsExactly("755", "755", "644", "644", "755", "755");
        assertThat(entries(make(new SourceArchiveRequest(
                                        request.repository(),
                                        directory,
                                        false,
                                        request.tag(),
                                        Optional.empty(),
                                        Optional.of("Thing"),
                                        Optional.of("top/thing/"),
                                        List.of("tar"),
                                        List.of("b", "**.txt"),
                                        Optional.of(42L),
                                        false,
                                        request.outputDirectory(),
                                        Progress.NONE))
                                .get(0))
                        .values())
                .extracting(
                        TarArchiveEntry::getName,
                        entry -> entry.getLastModifiedTime().toInstant().getEpochSecond())
                .containsExactly(tuple("top/thing/", 42L), tuple("top/thing/run", 42L), tuple("top/thing/to", 42L));
    }

    // What is recorded

    @ParameterizedTest
    @CsvSource({"TGZ, jzlib, com.jcraft.jzlib.Deflater", "TAR_XZ, xz, org.tukaani.xz.XZOutputStream"})
    @DisplayName("names the compressor's version that really is there")
    void settingIsTrue(SourceFormat format, String library, Class<?> compressor) {
        String jar =
                compressor.getProtectionDomain().getCodeSource().getLocation().getPath();
        String version = jar.replaceFirst(".*/" + library + "-([0-9.]+)\\.jar$", "$1");

        assertThat(format.setting())
                .startsWith(library + (format == SourceFormat.TGZ ? " " : "-java ") + version + " ");
    }

    @Test
    @DisplayName("is recorded with tag object, commit, tree and digests")
    void isRecorded() throws IOException {
        repository.file("a", "a");
        String commit = repository.commit("One\n");
        String tagObject = repository.annotated("v1.0", commit);
        SourceArchiveRequest request = request("v1.0", commit, "tgz", "tar");

        SourceArchiveResult result = archiver.make(request);

        JsonNode record = new ObjectMapper().readTree(result.record().toFile());
        assertThat(result.record()).hasFileName("project-1.0.source-archive.json");
        assertThat(record.get("tag").textValue()).isEqualTo("v1.0");
        assertThat(record.get("tagObject").textValue()).isEqualTo(tagObject);
        assertThat(record.get("commit").textValue()).isEqualTo(commit);
        assertThat(record.get("tree").textValue())
                .isEqualTo(
                        repository.git().getRepository().resolve("v1.0^{tree}").name());
        assertThat(record.get("timestamp").textValue()).isEqualTo("2023-11-14T22:13:20Z");
        Path tgz = result.archives().get(0).file();
        Path tar = result.archives().get(1).file();
        assertThat(record.at("/archives/0/sha256").textValue())
                .isEqualTo(Digest.of(tgz).hex());
        assertThat(record.at("/archives/0/size").longValue()).isEqualTo(Files.size(tgz));
        assertThat(record.at("/tar/sha256").textValue())
                .isEqualTo(Digest.of(tar).hex());
        assertThat(record.at("/tar/size").longValue())
                .isEqualTo(Files.size(tar))
                .isEqualTo(10240);
        assertThat(log).contains(Digest.of(tgz) + "  project-1.0.tgz");
        assertThat(log).anyMatch(line -> line.contains("annotated, object " + tagObject));
        assertThat(log).noneMatch(line -> line.contains(directory.toString()));
    }

    @Test
    @DisplayName("is made of a commit alone, and of a tag alone with a warning")
    void tagOrCommitAlone() throws IOException {
        repository.file("a", "a");
        String commit = repository.commit("One\n");
        repository.lightweight("v1.0", commit);

        assertThat(make(request(Optional.empty(), Optional.of(commit), "tgz")))
                .first()
                .asString()
                .endsWith("project-" + commit + ".tgz");
        assertThat(log).noneMatch(line -> line.startsWith("warning"));
        make(request(Optional.of("v1.0"), Optional.empty(), "tgz"));
        assertThat(log).anyMatch(line -> line.startsWith("warning: no commit is demanded") && line.contains(commit));
        assertThat(log).anyMatch(line -> line.contains("lightweight"));
    }

    // Attributes

    @Test
    @DisplayName("warns of files that a filter program would make")
    void warnsOfFilters() throws IOException {
        repository
                .file(".gitattributes", "*.bin filter=lfs diff=lfs merge=lfs -text\n")
                .file("a.bin", "pointer");
        String commit = repository.commit("LFS\n");
        repository.lightweight("v1", commit);

        make(request("v1", commit, "tar"));

        assertThat(log)
                .anyMatch(line ->
                        line.startsWith("warning: 1 files have the attribute filter") && line.endsWith("a.bin"));
    }

    @Test
    @DisplayName("names the archived tag alone where git would name all refs of the clone")
    void refNamesAreTheTag() throws IOException {
        repository
                .file(".gitattributes", "* export-subst\n")
                .file("version", "$Format:%d|%D|%(describe:tags=true,match=*[0-9]*)|%H$");
        String commit = repository.commit("Version\n");
        repository.lightweight("v1.0", commit).lightweight("also", commit);

        Path archive = make(request("v1.0", commit, "tar")).get(0);

        assertThat(content(archive, "project-1.0/version")).isEqualTo(" (tag: v1.0)|tag: v1.0|v1.0|" + commit);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%h", "%an %N", "%(describe)", "%(describe:tags,exclude=v*)", "%(trailers)", "100%"})
    @DisplayName("refuses placeholders that depend on the clone")
    void refusesUnsteadyPlaceholders(String format) throws IOException {
        repository.file(".gitattributes", "version export-subst\n").file("version", "$Format:" + format + "$");
        String commit = repository.commit("Version\n");
        repository.lightweight("v1", commit);

        assertRefused(request("v1", commit, "tar")).hasMessageContaining("in version (export-subst)");
    }

    @Test
    @DisplayName("refuses an encoding of the work tree")
    void refusesWorkingTreeEncoding() throws IOException {
        repository
                .file(".gitattributes", "*.txt working-tree-encoding=UTF-16\n")
                .file("a.txt", "a");
        String commit = repository.commit("Encoded\n");
        repository.lightweight("v1", commit);

        assertRefused(request("v1", commit, "tar"))
                .hasMessageContaining("a.txt has the attribute working-tree-encoding=UTF-16");
    }

    // Hostile repositories

    @Test
    @DisplayName("is refused when the store has another object under the name of one of the commit's")
    void refusesLyingObjects() throws IOException {
        repository.file("a", "evil");
        String evil = repository.commit("One\n");
        repository.file("a", "good");
        String commit = repository.commit("Two\n");
        repository.lightweight("v1", commit);
        Path file = loose("good");
        byte[] genuine = Files.readAllBytes(file);

        replace(file, Files.readAllBytes(loose("evil")));
        assertRefused(request("v1", commit, "tar")).hasMessageContaining("an object is not what its id says");
        replace(file, genuine);
        replace(loose(ObjectId.fromString(commit)), Files.readAllBytes(loose(ObjectId.fromString(evil))));
        assertRefused(request("v1", commit, "tar"))
                .hasMessageContainingAll("object:             " + commit, "id of its contents: " + evil);
        assertRefused(request(Optional.empty(), Optional.of(commit), "tar"))
                .hasMessageContaining("id of its contents: " + evil);
    }

    @Test
    @DisplayName("is refused when a large file is another one than its id says")
    void refusesLyingLargeFiles() throws IOException {
        byte[] large = new byte[51 << 20];
        repository.entry("large.bin", FileMode.REGULAR_FILE, large);
        large[large.length - 1] = 1;
        repository.entry("other.bin", FileMode.REGULAR_FILE, large);
        String commit = repository.commit("Large\n");
        repository.lightweight("v1", commit);
        byte[] other = Files.readAllBytes(loose(large));
        large[large.length - 1] = 0;
        replace(loose(large), other);

        assertRefused(request("v1", commit, "tar")).hasMessageContaining("an object is not what its id says");
        try (Stream<Path> left = Files.list(directory.resolve("out"))) {
            assertThat(left).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "..,      invalid name '..'",
        ".git,    invalid name '.git'",
        "a/../b,  name contains '/'",
        "file,    duplicate entry names",
    })
    @DisplayName("is refused when a tree has names that unpack elsewhere or twice")
    void refusesHostileTrees(String name, String reason) throws IOException {
        String commit;
        try (ObjectInserter inserter = repository.git().getRepository().newObjectInserter()) {
            ObjectId blob = inserter.insert(Constants.OBJ_BLOB, "x".getBytes(StandardCharsets.UTF_8));
            TreeFormatter tree = new TreeFormatter();
            for (String each : Stream.of(name, "file").sorted().toList()) {
                tree.append(each, FileMode.REGULAR_FILE, blob);
            }
            commit = commit(inserter, inserter.insert(tree), "committer a <a@example.org> 1700000000 +0000");
        }
        repository.lightweight("v1", commit);

        assertRefused(request("v1", commit, "tar"))
                .hasMessageContainingAll("an object that is not well-formed", reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"committer nobody", "committer a <a@example.org> 99999999999999999 +0000"})
    @DisplayName("is refused when the commit has no time, unless one is given")
    void refusesUnreadableTimes(String committer) throws IOException {
        String commit;
        try (ObjectInserter inserter = repository.git().getRepository().newObjectInserter()) {
            TreeFormatter tree = new TreeFormatter();
            tree.append("a", FileMode.REGULAR_FILE, inserter.insert(Constants.OBJ_BLOB, new byte[1]));
            commit = commit(inserter, inserter.insert(tree), committer);
        }
        repository.lightweight("v1", commit);
        SourceArchiveRequest request = request("v1", commit, "tar");

        assertRefused(request).hasMessageContainingAll(commit + " does not say when it was made", "timestamp");
        assertThat(make(new SourceArchiveRequest(
                        request.repository(),
                        directory,
                        false,
                        request.tag(),
                        request.commit(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of("tar"),
                        List.of(),
                        Optional.of(42L),
                        false,
                        request.outputDirectory(),
                        Progress.NONE)))
                .hasSize(1);
    }

    @Test
    @DisplayName("never runs a filter program, not even to see whether the work tree was changed")
    void runsNoFilters() throws Exception {
        Path clone = directory.resolve("clone");
        Path ran = directory.resolve("ran");
        try (Git git = Git.init().setDirectory(clone.toFile()).call()) {
            Files.createDirectories(clone.resolve("folder"));
            Files.writeString(clone.resolve(".gitattributes"), "*.bin filter=program\n");
            Files.writeString(clone.resolve("a.bin"), "pointer");
            Files.writeString(clone.resolve("folder/b.bin"), "pointer");
            git.add().addFilepattern(".").call();
            String commit = git.commit().setMessage("One").setSign(false).call().name();
            git.tag().setName("v1").setAnnotated(false).call();
            StoredConfig config = git.getRepository().getConfig();
            config.setString("filter", "program", "clean", "touch '" + ran + "'; cat");
            config.save();
            Files.writeString(clone.resolve("folder/b.bin"), "what the program makes of the pointer");

            make(at(clone.toString(), request("v1", commit, "tar")));

            assertThat(ran).doesNotExist();
            Files.delete(clone.resolve("a.bin"));
            assertRefused(at(clone.toString(), request("v1", commit, "tar"))).hasMessageContaining("a.bin");
        }
    }

    @Test
    @DisplayName("warns of links that lead out of it, and refuses one that cannot be")
    void warnsOfLinks() throws IOException {
        repository.file("a", "a").link("d/in", "../a").link("d/out", "../../a").link("root", "/etc/passwd");
        String commit = repository.commit("Links\n");
        repository.lightweight("v1", commit);

        make(request("v1", commit, "tar"));

        assertThat(log)
                .anyMatch(line -> line.startsWith("warning: 2 links lead out of the archive")
                        && line.endsWith("d/out -> ../../a, root -> /etc/passwd"));
        repository.link("nowhere", "");
        String impossible = repository.commit("No target\n");
        assertRefused(request(Optional.empty(), Optional.of(impossible), "tar"))
                .hasMessageContainingAll("The link nowhere", "It is empty");
    }

    private static String commit(ObjectInserter inserter, ObjectId tree, String committer) throws IOException {
        String text = "tree " + tree.name() + "\nauthor a <a@example.org> 1700000000 +0000\n" + committer + "\n\nx\n";
        ObjectId id = inserter.insert(Constants.OBJ_COMMIT, text.getBytes(StandardCharsets.UTF_8));
        inserter.flush();
        return id.name();
    }

    private Path loose(String content) {
        return loose(content.getBytes(StandardCharsets.UTF_8));
    }

    private Path loose(byte[] content) {
        try (ObjectInserter.Formatter formatter = new ObjectInserter.Formatter()) {
            return loose(formatter.idFor(Constants.OBJ_BLOB, content));
        }
    }

    private Path loose(ObjectId id) {
        return repository
                .directory()
                .resolve("objects")
                .resolve(id.name().substring(0, 2))
                .resolve(id.name().substring(2));
    }

    private static void replace(Path file, byte[] bytes) throws IOException {
        // Git makes them read-only.
        Files.delete(file);
        Files.write(file, bytes);
    }

    // Refusals

    @ParameterizedTest
    @ValueSource(strings = {"gopher://example.org/x", "https://somebody:secret@127.0.0.1:99999/x"})
    @DisplayName("is refused when nothing can be fetched from the URL, and nothing is left of the attempt")
    void refusesImpossibleUrls(String url) throws IOException {
        assertRefused(at(url, request("v1", NOWHERE, "tar")))
                .hasMessageContaining("Cannot fetch the tag v1")
                .hasMessageNotContaining("secret");
        try (Stream<Path> left = Files.list(directory.resolve("out"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    @DisplayName("takes a commit's id in capitals, too, and no name that file systems cannot have")
    void takesCapitals() throws IOException {
        repository.file("a", "a");
        String commit = repository.commit("One\n");
        repository.lightweight("v1", commit);
        repository.lightweight("v" + "1".repeat(200), commit);

        assertThat(make(request("v1", commit.toUpperCase(Locale.ROOT), "tar"))).hasSize(1);
        assertRefused(request("v" + "1".repeat(200), commit, "tar"))
                .hasMessageContaining("name would have 208 bytes; it can have 190");
    }

    @Test
    @DisplayName("is refused when the tag is another commit, with both ids")
    void refusesAnotherCommit() throws IOException {
        repository.file("a", "a");
        String first = repository.commit("One\n");
        repository.file("a", "b");
        String second = repository.commit("Two\n");
        String tagObject = repository.annotated("v1.0", second);

        assertRefused(request("v1.0", first, "tar"))
                .hasMessageContainingAll("demanded: " + first, "found:    " + second, "tag object " + tagObject);
        assertRefused(request("v1.0", tagObject, "tar")).hasMessageContaining("What is demanded is the tag object");
        assertRefused(request(Optional.empty(), Optional.of(tagObject), "tar"))
                .hasMessageContaining("is no commit but a tag");
        assertThat(directory.resolve("out")).doesNotExist();
    }

    @Test
    @DisplayName("is refused for what is unknown")
    void refusesTheUnknown() throws IOException {
        repository.file("a", "a");
        String commit = repository.commit("One\n");
        assertRefused(request("v1.1", commit, "tar")).hasMessageContaining("It has no tags at all");
        repository.lightweight("v1.0", commit).lightweight("old", commit);

        assertRefused(request("v1.1", commit, "tar")).hasMessageContainingAll("There is no tag v1.1", "v1.0, old");
        assertRefused(request("main", commit, "tar")).hasMessageContaining("There is no tag main");
        assertRefused(request("a..b", commit, "tar")).hasMessageContaining("cannot be the name of a git tag");
        assertRefused(request(Optional.empty(), Optional.of(NOWHERE), "tar"))
                .hasMessageContaining("There is no commit " + NOWHERE);
        assertRefused(request("v1.0", commit.substring(0, 12), "tar")).hasMessageContaining("is no commit id");
        assertRefused(request(Optional.empty(), Optional.empty(), "tar"))
                .hasMessageContaining("Neither a tag nor a commit");
        assertRefused(request("v1.0", commit, "zip")).hasMessageContaining("Formats are tgz, tar.xz, tar");
    }

    @Test
    @DisplayName("is refused for tags of no commit")
    void refusesTagsOfOtherObjects() throws IOException {
        repository.file("a", "a");
        String commit = repository.commit("One\n");
        String blob = repository.git().getRepository().resolve(commit + ":a").name();
        repository.lightweight("blob", blob);
        String nested = repository.annotated("nested", repository.annotated("v1", commit), Constants.OBJ_TAG);

        assertRefused(request("blob", commit, "tar")).hasMessageContaining("leads to the blob " + blob);
        make(request("nested", commit, "tar"));
        assertThat(log).anyMatch(line -> line.contains(nested));
    }

    @Test
    @DisplayName("is refused where there is no repository")
    void refusesNoRepository() throws IOException {
        Path empty = Files.createDirectory(directory.resolve("empty"));
        SourceArchiveRequest request = request("v1", NOWHERE, "tar");

        assertRefused(at(empty.toString(), request))
                .hasMessageContainingAll("no git repository at " + empty, "It has no .git");
        assertRefused(at("missing", request)).hasMessageContaining("There is nothing.");
        assertRefused(at(empty.toUri().toString().replace("file:/", "file:///"), request))
                .hasMessageContaining("Cannot fetch the tag v1");
        for (String url : List.of("ssh://git@localhost:1/x.git", "git@localhost:x.git")) {
            assertRefused(at(url, request)).hasMessageContainingAll("SSH is not supported", "git clone --mirror");
        }
    }

    @Test
    @DisplayName("is refused over the network when Maven is offline, without the URL's password")
    void refusesOffline() {
        SourceArchiveRequest request = request("v1", NOWHERE, "tar");
        SourceArchiveRequest offline = new SourceArchiveRequest(
                "https://me:pass@secret@localhost/x.git",
                directory,
                true,
                request.tag(),
                request.commit(),
                request.name(),
                request.prefix(),
                request.formats(),
                request.excludes(),
                request.epochSecond(),
                false,
                request.outputDirectory(),
                Progress.NONE);

        assertRefused(offline)
                .hasMessageContaining("Cannot fetch https://localhost/x.git: Maven is offline")
                .hasMessageNotContaining("secret");
    }

    @Test
    @DisplayName("is refused for a shallow repository")
    void refusesShallow() throws Exception {
        repository.file("a", "a");
        repository.commit("One\n");
        repository.file("a", "b");
        String commit = repository.commit("Two\n");
        repository.lightweight("v1", commit);
        Path clone = directory.resolve("shallow");
        Git.cloneRepository()
                .setURI(repository.directory().toUri().toString())
                .setDirectory(clone.toFile())
                .setDepth(1)
                .call()
                .close();

        assertRefused(at(clone.toString(), request("v1", commit, "tar")))
                .hasMessageContainingAll("is shallow", commit, "git fetch --unshallow");
    }

    @Test
    @DisplayName("is refused where objects are replaced or history is grafted")
    void refusesReplacements() throws IOException {
        repository.file("a", "a");
        String one = repository.commit("One\n");
        repository.file("a", "b");
        String two = repository.commit("Two\n");
        repository.lightweight("v1", one);
        SourceArchiveRequest request = request("v1", one, "tar");

        repository.ref("refs/replace/" + one, ObjectId.fromString(two));
        assertRefused(request).hasMessageContainingAll("Objects are replaced", one + " by " + two);
        Files.delete(repository.directory().resolve("refs/replace/" + one));
        Files.createDirectories(repository.directory().resolve("info"));
        Files.writeString(repository.directory().resolve("info/grafts"), two + "\n");
        assertRefused(request).hasMessageContaining("is grafted");
    }

    @ParameterizedTest
    @CsvSource({"v1, v2", "v1^{commit}, v2^{commit}", "v1^{tree}, v2^{tree}", "v1:a, v2:a", "v1:dir, v2:dir"})
    @DisplayName("is refused where an object was exchanged for another")
    void refusesExchangedObjects(String original, String other) throws IOException {
        repository.file("a", "a").file("dir/file", "one");
        String commit = repository.commit("One\n");
        repository.annotated("v1", commit);
        repository.file("a", "b").file("dir/file", "two");
        repository.annotated("v2", repository.commit("Two\n"));
        SourceArchiveRequest request = request("v1", commit, "tar");
        make(request);

        String id = repository.git().getRepository().resolve(original).name();
        String otherId = repository.git().getRepository().resolve(other).name();
        Files.copy(repository.looseObject(otherId), repository.looseObject(id), StandardCopyOption.REPLACE_EXISTING);

        assertRefused(request).hasMessageContainingAll("is not what its id says", "object:             " + id, otherId);
    }

    @Test
    @DisplayName("is refused where ids are SHA-256")
    void refusesSha256() throws IOException {
        StoredConfig config = repository.git().getRepository().getConfig();
        config.setInt("core", null, "repositoryFormatVersion", 1);
        config.setString("extensions", null, "objectFormat", "sha256");
        config.save();

        assertRefused(request("v1", NOWHERE, "tar")).hasMessageContaining("object ids of the format sha256");
    }

    @Test
    @DisplayName("is refused for submodules, unless they are left out")
    void refusesSubmodules() throws IOException {
        repository.file("a", "a").submodule("lib/sub", NOWHERE);
        String commit = repository.commit("Submodule\n");
        repository.lightweight("v1", commit);
        SourceArchiveRequest request = request("v1", commit, "tar");

        assertRefused(request).hasMessageContainingAll("has submodules", "lib/sub at " + NOWHERE);
        assertThat(entries(make(excluding("lib/sub", request)).get(0)))
                .containsOnlyKeys("project-1/", "project-1/a", "project-1/lib/");
        assertRefused(excluding("*", request)).hasMessageContaining("is left to archive");
        assertRefused(excluding("[", request)).hasMessageContaining("python-dist.excludes cannot be read");
    }

    @Test
    @DisplayName("is refused when what is checked out differs from it")
    void refusesDirty() throws Exception {
        repository.file("a", "a").file("b", "b");
        String commit = repository.commit("One\n");
        repository.lightweight("v1", commit);
        repository.file("a", "later");
        repository.commit("Two\n");
        Path clone = directory.resolve("clone");
        try (Git git = Git.cloneRepository()
                .setURI(repository.directory().toUri().toString())
                .setDirectory(clone.toFile())
                .call()) {
            Files.writeString(clone.resolve("a"), "changed");
            SourceArchiveRequest request = at(clone.toString(), request("v1", commit, "tar"));

            // Another commit is checked out: nobody takes its changes for the tag's.
            make(request);
            git.reset().setMode(ResetCommand.ResetType.HARD).call();
            git.checkout().setName("v1").call();
            Files.writeString(clone.resolve("untracked"), "x");
            make(request);
            Files.writeString(clone.resolve("b"), "changed");
            assertRefused(request).hasMessageContainingAll("has changes that the commit does not have", "\n    b\n");
            List<Path> made = make(
                    changed(request, request.repository(), request.name(), request.prefix(), request.excludes(), true));
            assertThat(content(made.get(0), "project-1/b")).isEqualTo("b");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../up", "/abs", "a//b", "a\\b", "."})
    @DisplayName("is refused for a top directory that leads elsewhere")
    void refusesPrefix(String prefix) {
        SourceArchiveRequest request = request("v1", NOWHERE, "tar");
        assertRefused(changed(
                        request,
                        request.repository(),
                        request.name(),
                        Optional.of(prefix),
                        request.excludes(),
                        request.allowDirty()))
                .hasMessageContaining("cannot be the top directory");
    }

    // Helpers

    private void everyKindOfEntry() {
        repository
                .file("empty", "")
                .file("README", "hello\n")
                .script("run.sh")
                .file("a/x", "x")
                .file("a.c", "c");
        repository
                .file("a-b/y", "y")
                .file("B", "upper")
                .file("Übergröße.txt", "umlauts")
                .link("link", "a/x");
        repository.latin1("latin1-\u00fc", FileMode.REGULAR_FILE, new byte[] {1, 2, 3});
        repository.link("upwards", "../../../etc").link("umlaut-link", "Übergröße.txt");
        // With the prefix project-1.0/ around the 100 bytes that a header's name has, as file and as directory.
        for (int length = 80; length <= 104; length++) {
            repository.file("n".repeat(length), "" + length);
            repository.file("d".repeat(length) + "/f", "" + length);
            repository.file("deep/" + "e".repeat(length) + "/" + "f".repeat(40), "" + length);
            repository.link("link-" + length, "t".repeat(length));
        }
        // A cut within a character, and extended records whose length needs another digit.
        repository.file("ü".repeat(60), "cut").file("x" + "ü".repeat(60), "cut");
        repository.link("long-both-" + "l".repeat(120), "ü".repeat(120));
        String part = "p".repeat(90) + "/";
        repository.file(part.repeat(11) + "end", "1000 bytes");
        repository.file("big.bin", "0123456789abcdef\n".repeat(100_000));
    }

    private void everyKindOfAttribute() {
        repository
                .file(".gitattributes", """
                        .gitattributes export-ignore
                        ignored export-ignore
                        ignored-directory export-ignore
                        *.bat text eol=crlf
                        *.auto text=auto eol=crlf
                        *.raw -text eol=crlf
                        *.bin binary
                        *.only eol=crlf
                        *.old crlf eol=crlf
                        *.lf text eol=lf
                        *.id ident
                        *.subst export-subst
                        both.bat export-subst ident
                        """)
                .file("ignored", "x")
                .file("ignored-directory/x", "x")
                .file("emptied/.gitattributes", "* export-ignore\n")
                .file("emptied/x", "x")
                .file("sub/.gitattributes", "*.bat -text\n")
                .file("sub/kept.bat", "one\ntwo\n")
                .file("one.bat", "one\ntwo\r\n\n\r\r\nlast")
                .file("text.auto", "one\ntwo\n")
                .file("mixed.auto", "one\r\ntwo\n")
                .file("nul.auto", "one\n\0two\n")
                .file("control.auto", "\u0001\u0002\u0003one\n")
                .file("dos.auto", "x".repeat(127) + "\none\n\u001a")
                .file("escape.auto", "\u001b[1m\b\t\fone\n")
                .file("delete.auto", "\u007fone\n")
                .file("a.raw", "one\n")
                .file("a.bin", "one\n")
                .file("a.only", "one\n")
                .file("a.old", "one\n")
                .file("a.lf", "one\r\ntwo\n")
                .file(
                        "a.id",
                        "$Id$ $Id: x $ $Id: two words here $ $Id:$ $Id: $ $Idx$ $Id\n$ $Id: nl\n$ $$Id$ $Id:abc$ $Id: abc$")
                .file("b.id", "$Id:  $ $Id: a  $ $Id:a b$ $Id:  a$ $Id")
                .file(
                        "a.subst",
                        "$Format:%H|%T|%P|%an|%ae|%at|%ad|%aD|%ai|%aI|%as$\n$Format:%cn|%ce|%ct|%cd|%cD|%ci|%cI|%cs$\n"
                                + "$Format:%s|%B|%n%%%x41|$ $Format$ $Format:$ $Format:open")
                .file("both.bat", "$Id$\n$Format:%H$\n");
    }

    private SourceArchiveRequest request(String tag, String commit, String... formats) {
        return request(Optional.of(tag), Optional.of(commit), formats);
    }

    private SourceArchiveRequest request(Optional<String> tag, Optional<String> commit, String... formats) {
        return new SourceArchiveRequest(
                repository.directory().toString(),
                directory,
                false,
                tag,
                commit,
                Optional.empty(),
                Optional.empty(),
                List.of(formats),
                List.of(),
                Optional.empty(),
                false,
                directory.resolve("out"),
                new Progress() {
                    @Override
                    public void info(String line) {
                        log.add(line);
                    }

                    @Override
                    public void debug(String line) {}

                    @Override
                    public void warn(String line) {
                        log.add("warning: " + line);
                    }
                });
    }

    private SourceArchiveRequest at(String place, SourceArchiveRequest request) {
        return changed(
                request, place, Optional.of("project"), request.prefix(), request.excludes(), request.allowDirty());
    }

    private SourceArchiveRequest excluding(String glob, SourceArchiveRequest request) {
        return changed(
                request, request.repository(), request.name(), request.prefix(), List.of(glob), request.allowDirty());
    }

    private SourceArchiveRequest changed(
            SourceArchiveRequest request,
            String place,
            Optional<String> name,
            Optional<String> prefix,
            List<String> excludes,
            boolean allowDirty) {
        return new SourceArchiveRequest(
                place,
                directory,
                false,
                request.tag(),
                request.commit(),
                name,
                prefix,
                request.formats(),
                excludes,
                request.epochSecond(),
                allowDirty,
                request.outputDirectory(),
                request.progress());
    }

    private List<Path> make(SourceArchiveRequest request) {
        return archiver.make(request).archives().stream()
                .map(SourceArchiveResult.Archive::file)
                .toList();
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(SourceArchiveRequest request) {
        return assertThatThrownBy(() -> archiver.make(request)).isInstanceOf(BuildFailure.class);
    }

    private static List<Digest> digests(List<Path> files) throws IOException {
        List<Digest> digests = new ArrayList<>();
        for (Path file : files) {
            digests.add(Digest.of(file));
        }
        return digests;
    }

    private static Map<String, TarArchiveEntry> entries(Path archive) throws IOException {
        Map<String, TarArchiveEntry> entries = new LinkedHashMap<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(Files.newInputStream(archive), "UTF-8")) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                entries.put(entry.getName(), entry);
            }
        }
        return entries;
    }

    private static String content(Path archive, String name) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(Files.newInputStream(archive), "UTF-8")) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.getName().equals(name)) {
                    return new String(tar.readAllBytes(), StandardCharsets.UTF_8);
                }
            }
        }
        throw new AssertionError("no " + name + " in " + archive);
    }

    private String runs(String... command) throws Exception {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            try (InputStream out = process.getInputStream()) {
                return new String(out.readAllBytes(), StandardCharsets.UTF_8);
            } finally {
                process.waitFor(1, TimeUnit.MINUTES);
            }
        } catch (IOException e) {
            return "";
        }
    }

    private void shell(Path where, String locale, String command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("bash", "-ec", "set -o pipefail; umask 077; " + command)
                .directory(where.toFile())
                .redirectErrorStream(true);
        builder.environment()
                .putAll(new TreeMap<>(Map.of(
                        "LC_ALL",
                        locale,
                        "HOME",
                        directory.toString(),
                        "GIT_CONFIG_NOSYSTEM",
                        "1",
                        "TZ",
                        "Asia/Kolkata")));
        Process process = builder.start();
        String output;
        try (InputStream out = process.getInputStream()) {
            output = new String(out.readAllBytes(), StandardCharsets.UTF_8);
        }
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
    }
}

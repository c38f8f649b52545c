package io.github.pythondist.wheeltrack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.files.Digest;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.reproduce.AxisResult;
import io.github.pythondist.reproduce.Difference;
import io.github.pythondist.reproduce.DifferenceKind;
import io.github.pythondist.wheeltrack.TrackRecord.Change;
import io.github.pythondist.wheeltrack.TrackRecord.Entry;
import io.github.pythondist.wheeltrack.TrackRecord.NamedFile;
import io.github.pythondist.wheeltrack.TrackRecord.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The record of wheels")
final class TrackRecordTest {

    private static final TrackRecord EMPTY =
            new TrackRecord(TrackRecord.SCHEMA, List.of(), List.of(), List.of(), List.of());

    @TempDir
    Path directory;

    private static Entry entry(String name, String version, TrackState state, String wheel) {
        NamedFile file = new NamedFile(name + ".whl", 1L, Digest.ofText(wheel));
        return new Entry(
                name, version, state, "", null, file, null, List.of(), null, List.of(), List.of(), null, List.of(),
                List.of());
    }

    private static TrackRecord run(TrackRecord before, String date, Entry... entries) {
        List<Entry> all = List.of(entries);
        return before.plus(Run.of(date, "3.13.5", "cpython-3.13", "namespaces", all), List.of(), all);
    }

    @Test
    @DisplayName("what did not change has no second line in its history")
    void unchangedHasOneLine() {
        TrackRecord record = run(EMPTY, "2026-01-01", entry("a", "1", TrackState.REPRODUCIBLE, "x"));
        record = run(record, "2026-02-01", entry("a", "1", TrackState.REPRODUCIBLE, "x"));

        assertThat(record.runs()).extracting(Run::date).containsExactly("2026-01-01", "2026-02-01");
        assertThat(record.packages().get(0).since()).isEqualTo("2026-01-01");
        assertThat(record.packages().get(0).history()).hasSize(1);
    }

    @Test
    @DisplayName("a new state, a new version and a new wheel have one each; since when counts the state alone")
    void changesAreKept() {
        TrackRecord record = run(EMPTY, "2026-01-01", entry("a", "1", TrackState.DIFFERENT, "x"));
        record = run(record, "2026-02-01", entry("a", "1", TrackState.REPRODUCIBLE, "x"));
        record = run(record, "2026-03-01", entry("a", "1", TrackState.REPRODUCIBLE, "y"));
        record = run(record, "2026-04-01", entry("a", "2", TrackState.REPRODUCIBLE, "y"));

        Entry last = record.packages().get(0);
        assertThat(last.history())
                .extracting(Change::date)
                .containsExactly("2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01");
        assertThat(last.history().get(0).sha256()).isNull();
        assertThat(last.since()).isEqualTo("2026-02-01");
    }

    @Test
    @DisplayName("a run of the same day takes the place of the one before")
    void sameDayIsReplaced() {
        TrackRecord record = run(EMPTY, "2026-01-01", entry("a", "1", TrackState.FAILED, "x"));
        record = run(record, "2026-01-01", entry("a", "1", TrackState.REPRODUCIBLE, "x"));

        assertThat(record.runs()).hasSize(1);
        assertThat(record.runs().get(0).reproducible()).isEqualTo(1);
        assertThat(record.packages().get(0).history())
                .extracting(Change::state)
                .containsExactly(TrackState.REPRODUCIBLE);
    }

    @Test
    @DisplayName("packages are in the order of their names; one that was left away and comes back has its history")
    void packagesAreSorted() {
        TrackRecord record = run(
                EMPTY, "2026-01-01", entry("b", "1", TrackState.FAILED, "x"), entry("a", "1", TrackState.FAILED, "x"));
        assertThat(record.packages()).extracting(Entry::name).containsExactly("a", "b");

        record = run(record, "2026-02-01", entry("b", "1", TrackState.FAILED, "x"));
        assertThat(record.packages()).extracting(Entry::name).containsExactly("b");
        assertThat(record.former()).extracting(Entry::name).containsExactly("a");
        assertThat(record.last("a")).isPresent();

        record = run(record, "2026-03-01", entry("a", "1", TrackState.FAILED, "x"));
        assertThat(record.packages().get(0).since()).isEqualTo("2026-01-01");
        assertThat(record.former()).extracting(Entry::name).containsExactly("b");
    }

    @Test
    @DisplayName("a run that is older than the last one is refused")
    void olderIsRefused() {
        TrackRecord record = run(EMPTY, "2026-02-01", entry("a", "1", TrackState.FAILED, "x"));
        Path file = Path.of("wheels.json");
        record.requireNotBefore("2026-02-01", file);
        EMPTY.requireNotBefore("2026-01-01", file);

        assertThatThrownBy(() -> record.requireNotBefore("2026-01-31", file))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("2026-02-01")
                .hasMessageContaining("-Dpython-dist.wheels.date=");
    }

    @Test
    @DisplayName("a line for people says the state and why")
    void line() {
        Difference difference =
                new Difference(List.of("a.py"), DifferenceKind.TIME, "a time in line 1", "10:00", "11:00", null, 0);
        Entry different = new Entry(
                "a",
                "1",
                TrackState.DIFFERENT,
                "",
                null,
                null,
                null,
                List.of(difference),
                null,
                List.of(),
                List.of(),
                null,
                List.of(),
                List.of());
        assertThat(different.toText()).isEqualTo("a 1: different, time in a.py, a time in line 1: '10:00' and '11:00'");
        assertThat(entry("b", "2", TrackState.REPRODUCIBLE, "x").toText()).isEqualTo("b 2: reproducible");
    }

    @Test
    @DisplayName("what is written is read again, the same")
    void writtenIsRead() throws IOException {
        Difference difference =
                new Difference(List.of("a.py"), DifferenceKind.BUILD_ID, "what", "one", "other", 12L, 3);
        Entry entry = new Entry(
                "a",
                "1",
                TrackState.DIFFERENT,
                "",
                new NamedFile("a-1.tar.gz", null, Digest.ofText("s")),
                new NamedFile("a.whl", 3L, Digest.ofText("1")),
                new NamedFile("a.whl", 3L, Digest.ofText("2")),
                List.of(difference),
                "<b>",
                List.of("line"),
                List.of("setuptools 80"),
                "reason",
                List.of("note"),
                List.of());
        List<AxisResult> axes = List.of(new AxisResult("path", AxisResult.Outcome.NOT_VARIED, "a", "b", "why"));
        TrackRecord record = EMPTY.plus(Run.of("2026-01-01", "3", "i", "e", List.of(entry)), axes, List.of(entry));
        Path file = directory.resolve("wheels.json");

        record.write(file);

        assertThat(TrackRecord.read(file)).isEqualTo(record);
    }

    @Test
    @DisplayName("a package that there is not has no version, and is read again")
    void withoutVersionIsRead() throws IOException {
        TrackRecord record = run(EMPTY, "2026-01-01", entry("none", "", TrackState.UNAVAILABLE, "x"));
        Path file = directory.resolve("wheels.json");

        record.write(file);

        assertThat(TrackRecord.read(file)).isEqualTo(record);
    }

    @Test
    @DisplayName("without a file a new record begins")
    void noFileIsEmpty() {
        assertThat(TrackRecord.read(directory.resolve("none.json"))).isEqualTo(EMPTY);
    }

    @Test
    @DisplayName("what is no record is refused: cut off, another format, another kind of file")
    void damagedIsRefused() throws IOException {
        Path file = directory.resolve("wheels.json");
        for (String text : List.of(
                "{\"schema\": 1, \"runs\": [",
                "{\"schema\": 2, \"runs\": [], \"axes\": [], \"packages\": []}",
                "[]",
                "{\"schema\": 1}",
                "null",
                "{\"schema\": 1, \"runs\": [{}], \"axes\": [], \"packages\": []}",
                "{\"schema\": 1, \"runs\": [null], \"axes\": [], \"packages\": []}",
                "{\"schema\": 1, \"runs\": [], \"axes\": [], \"packages\": [{\"name\": \"a\", \"version\": \"1\","
                        + " \"state\": \"failed\", \"history\": [{\"date\": \"2026-01-01\"}]}]}",
                "{\"schema\": 1, \"runs\": [], \"axes\": [], \"packages\": [{\"state\": \"nice\"}]}")) {
            Files.writeString(file, text);
            assertThatThrownBy(() -> TrackRecord.read(file))
                    .as(text)
                    .isInstanceOf(BuildFailure.class)
                    .hasMessageContaining("wheels.json")
                    .hasMessageContaining("version control");
        }
    }

    @Test
    @DisplayName("has no text of a package that is long, has lines, or controls a terminal")
    void foreignTexts() {
        Entry entry = new Entry(
                "evil",
                "1.0",
                TrackState.FAILED,
                "2026-11-22",
                null,
                null,
                null,
                List.of(new Difference(List.of("a\u202eb"), DifferenceKind.TIME, "x\ny", "1", "2\u001b[31m", null, 0)),
                "no\n[INFO] BUILD SUCCESS " + "x".repeat(10_000),
                List.of("\u0007" + "y".repeat(10_000)),
                List.of(),
                null,
                List.of("\u202enote"),
                List.of());

        assertThat(entry.why()).startsWith("no [INFO]").hasSizeLessThan(502);
        assertThat(entry.toText()).doesNotContain("\n");
        assertThat(entry.log()).allMatch(line -> line.startsWith("<U+0007>y") && line.length() < 510);
        assertThat(entry.notes()).containsExactly("<U+202E>note");
        assertThat(entry.differences().get(0).where()).containsExactly("a<U+202E>b");
        assertThat(entry.differences().get(0).what()).isEqualTo("x y");
        assertThat(entry.with(entry.since(), List.of())).isEqualTo(entry);
    }
}

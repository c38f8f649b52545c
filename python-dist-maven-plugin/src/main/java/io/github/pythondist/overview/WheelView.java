package io.github.pythondist.overview;

import io.github.pythondist.overview.TrackedWheels.Difference;
import io.github.pythondist.overview.TrackedWheels.PackageFile;
import io.github.pythondist.overview.TrackedWheels.Past;
import io.github.pythondist.overview.TrackedWheels.Run;
import io.github.pythondist.overview.TrackedWheels.State;
import io.github.pythondist.overview.TrackedWheels.Tracked;
import io.github.pythondist.overview.TrackedWheels.VariedAxis;
import io.github.pythondist.report.Shown;
import io.github.pythondist.wheel.PackageNames;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the template of the page is filled with. The names are those of the template; every text is {@link Shown} and as
 * long as a page can bear. What there is at most one of is a list, which is how templates leave a part out.
 *
 * @param total how many packages there are
 * @param reproducible how many of them are reproducible
 * @param share the same in per cent
 * @param latest the newest run
 * @param states those that a package is in, the good one first
 * @param filters the same, the good one last
 * @param trend over at least two runs
 * @param only the one run, where there is no trend yet
 * @param runs newest first
 * @param earlier how many runs are not shown
 * @param variedAxes how many axes were varied
 * @param axes what the second build had otherwise
 * @param packages by name
 */
record WheelView(
        int total,
        int reproducible,
        String share,
        List<RunRow> latest,
        List<StateRow> states,
        List<StateRow> filters,
        List<Trend> trend,
        List<RunRow> only,
        List<RunRow> runs,
        int earlier,
        long variedAxes,
        List<AxisRow> axes,
        List<PackageRow> packages) {

    private static final int RUNS = 100;
    private static final int AXES = 50;
    private static final int NAME = 100;
    private static final int VERSION = 40;
    private static final int DATE = 30;
    private static final int FILE = 200;
    private static final int SENTENCE = 600;
    private static final int VALUE = 400;
    private static final int FINDING = 160;
    private static final int DIFFERENCES = 5;
    private static final int PARTS = 6;
    private static final int LOG_LINES = 40;
    private static final int LOG_LINE = 300;
    private static final int NOTES = 20;
    private static final int REQUIRES = 100;
    private static final int HISTORY = 10;

    private static final int BAR = 1000;

    /** A state, and the piece of the bar that shows how many packages are in it. */
    record StateRow(String state, String meaning, long count, int left, int width) {}

    /** A run. */
    record RunRow(
            String date,
            String python,
            String interpreter,
            String environment,
            int packages,
            int reproducible,
            String share,
            int different,
            int failed,
            int lacking,
            int unavailable) {}

    /** An axis; {@code second} is what was seen, or why there is nothing to see. */
    record AxisRow(String axis, String first, String second, boolean varied) {}

    /**
     * A package.
     *
     * @param id for links, unique in the page
     * @param finding what matters in one line, or empty
     * @param requirement as pip takes it
     * @param moreDifferences how many are not shown
     * @param log the end of the log, or empty
     * @param requires the list in one line, or empty
     * @param past newest first
     */
    record PackageRow(
            String id,
            String name,
            String version,
            String state,
            String wheel,
            String since,
            String finding,
            String requirement,
            String why,
            String recipe,
            List<String> notes,
            List<DifferenceRow> differences,
            int moreDifferences,
            String log,
            List<FileRow> files,
            String requires,
            List<PastRow> past) {}

    /** A difference; {@code place} is the offset in words, or empty. */
    record DifferenceRow(String kind, String where, String what, String first, String second, String place, int more) {}

    /** A file; {@code size} in words, or empty. */
    record FileRow(String role, String file, String size, String sha256) {}

    /** An earlier result. */
    record PastRow(String date, String version, String state, String sha256) {}

    static WheelView of(TrackedWheels wheels) {
        List<Tracked> packages = wheels.packages();
        int total = packages.size();
        int reproducible = (int) packages.stream()
                .filter(tracked -> tracked.state() == State.REPRODUCIBLE)
                .count();
        List<StateRow> states = states(packages);
        List<StateRow> filters = new ArrayList<>(states);
        filters.sort(Comparator.comparing(row -> row.state().equals(State.REPRODUCIBLE.label())));

        List<RunRow> runs = new ArrayList<>(
                newest(wheels.runs(), RUNS).stream().map(WheelView::row).toList());
        Collections.reverse(runs);
        List<Run> drawn =
                newest(wheels.runs().stream().filter(run -> run.packages() > 0).toList(), RUNS);
        List<VariedAxis> axes =
                wheels.axes().subList(0, Math.min(AXES, wheels.axes().size()));
        return new WheelView(
                total,
                reproducible,
                Trend.percent(Trend.share(reproducible, total)),
                runs.subList(0, Math.min(1, runs.size())),
                states,
                filters,
                drawn.size() > 1 ? List.of(Trend.of(drawn)) : List.of(),
                drawn.size() == 1 ? List.of(row(drawn.get(0))) : List.of(),
                runs,
                wheels.runs().size() - runs.size(),
                axes.stream().filter(WheelView::varied).count(),
                axes.stream().map(WheelView::row).toList(),
                rows(packages));
    }

    private static List<StateRow> states(List<Tracked> packages) {
        List<StateRow> rows = new ArrayList<>();
        long before = 0;
        for (State state : State.values()) {
            long count = packages.stream()
                    .filter(tracked -> tracked.state() == state)
                    .count();
            if (count > 0) {
                int left = (int) (before * BAR / packages.size());
                before += count;
                rows.add(new StateRow(
                        state.label(), state.meaning(), count, left, (int) (before * BAR / packages.size()) - left));
            }
        }
        return rows;
    }

    private static RunRow row(Run run) {
        return new RunRow(
                Shown.line(run.date(), DATE),
                Shown.line(run.python(), VERSION),
                Shown.line(run.interpreter(), NAME),
                Shown.line(run.environment(), NAME),
                run.packages(),
                run.reproducible(),
                Trend.percent(Trend.share(run)),
                run.different(),
                run.failed(),
                run.lacking(),
                run.unavailable());
    }

    private static boolean varied(VariedAxis axis) {
        return axis.outcome().equals("varied");
    }

    private static AxisRow row(VariedAxis axis) {
        String second = axis.second();
        if (!varied(axis)) {
            second = axis.outcome() + (axis.why().isBlank() ? "" : ": " + axis.why());
        }
        return new AxisRow(
                Shown.line(axis.axis(), NAME),
                Shown.line(axis.first(), VALUE),
                Shown.line(second, VALUE),
                varied(axis));
    }

    private static List<PackageRow> rows(List<Tracked> packages) {
        List<Tracked> sorted = new ArrayList<>(packages);
        sorted.sort(Comparator.comparing((Tracked tracked) -> PackageNames.normalized(tracked.name()))
                .thenComparing(Tracked::name)
                .thenComparing(Tracked::version));
        Set<String> taken = new HashSet<>();
        return sorted.stream().map(tracked -> row(tracked, id(tracked, taken))).toList();
    }

    /** By name alone, so that a link to a package stays right when its version changes. */
    private static String id(Tracked tracked, Set<String> taken) {
        String id = "package-" + word(PackageNames.normalized(tracked.name()));
        if (!taken.add(id)) {
            String named = id + "-" + word(tracked.version());
            id = named;
            for (int i = 2; !taken.add(id); i++) {
                id = named + "-" + i;
            }
        }
        return id;
    }

    private static String word(String text) {
        return Shown.line(text, NAME).replaceAll("[^A-Za-z0-9._-]", "_");
    }

    private static PackageRow row(Tracked tracked, String id) {
        String name = Shown.line(tracked.name(), NAME);
        String version = Shown.line(tracked.version(), VERSION);
        List<Difference> differences = tracked.differences();
        List<FileRow> files = new ArrayList<>();
        add(files, "Source", tracked.sdist());
        add(files, "Wheel", tracked.wheel());
        add(files, "Second wheel", same(tracked.wheel(), tracked.second()) ? null : tracked.second());
        List<PastRow> past = new ArrayList<>(
                newest(tracked.history(), HISTORY).stream().map(WheelView::row).toList());
        Collections.reverse(past);
        return new PackageRow(
                id,
                name,
                version,
                tracked.state().label(),
                kind(tracked.wheel()),
                Shown.line(tracked.since(), DATE),
                Shown.line(finding(tracked), FINDING),
                version.isEmpty() ? name : name + "==" + version,
                Shown.line(tracked.why(), SENTENCE),
                Shown.line(tracked.recipe(), SENTENCE),
                tracked.notes().stream()
                        .limit(NOTES)
                        .map(note -> Shown.line(note, SENTENCE))
                        .toList(),
                differences.stream().limit(DIFFERENCES).map(WheelView::row).toList(),
                Math.max(0, differences.size() - DIFFERENCES),
                newest(tracked.log(), LOG_LINES).stream()
                        .map(line -> Shown.logLine(line, LOG_LINE))
                        .collect(Collectors.joining("\n")),
                files,
                tracked.requires().stream()
                        .limit(REQUIRES)
                        .map(requirement -> Shown.line(requirement, NAME))
                        .collect(Collectors.joining(", ")),
                past);
    }

    /** What a reader wants to know of a package before opening it. */
    private static String finding(Tracked tracked) {
        if (tracked.differences().isEmpty()) {
            return tracked.why();
        }
        Difference first = tracked.differences().get(0);
        List<String> where = first.where();
        ToIntFunction<Difference> alike = difference -> Math.max(0, difference.more());
        int more = tracked.differences().size()
                - 1
                + tracked.differences().stream().mapToInt(alike).sum();
        return first.kind() + " in " + (where.isEmpty() ? "the wheel itself" : where.get(where.size() - 1))
                + (more > 0 ? ", and " + more + " more" : "");
    }

    private static DifferenceRow row(Difference difference) {
        Long offset = difference.offset();
        return new DifferenceRow(
                Shown.line(difference.kind(), NAME),
                difference.where().isEmpty()
                        ? "the wheel itself"
                        : difference.where().stream()
                                .limit(PARTS)
                                .map(part -> Shown.line(part, FILE))
                                .collect(Collectors.joining(" › ")),
                Shown.line(difference.what(), SENTENCE),
                Shown.line(difference.first(), VALUE),
                Shown.line(difference.second(), VALUE),
                offset == null ? "" : String.format(Locale.ROOT, "at byte %d (0x%x)", offset, offset),
                Math.max(0, difference.more()));
    }

    private static PastRow row(Past past) {
        return new PastRow(
                Shown.line(past.date(), DATE),
                Shown.line(past.version(), VERSION),
                past.state() == null ? "" : past.state().label(),
                Shown.line(past.sha256(), 12));
    }

    private static void add(List<FileRow> files, String role, @Nullable PackageFile file) {
        if (file != null) {
            Long size = file.size();
            files.add(new FileRow(
                    role,
                    Shown.line(file.file(), FILE),
                    size == null ? "" : String.format(Locale.ROOT, "%,d bytes", size),
                    Shown.line(file.sha256(), NAME)));
        }
    }

    private static boolean same(@Nullable PackageFile first, @Nullable PackageFile second) {
        return first != null && second != null && !first.sha256().isEmpty() && first.equals(second);
    }

    /** Whom a wheel is for, by the tags in its name (PEP 427). */
    private static String kind(@Nullable PackageFile wheel) {
        if (wheel == null) {
            return "";
        }
        String[] parts = wheel.file().replaceFirst("\\.whl$", "").split("-", -1);
        if (parts.length < 5) {
            return Shown.line(wheel.file(), NAME);
        }
        String abi = parts[parts.length - 2];
        String platform = parts[parts.length - 1];
        if (platform.equals("any")) {
            return abi.equals("none") ? "pure Python" : "any platform";
        }
        // Of several, the others are older names of the first: manylinux2014 is manylinux_2_17 (PEP 600).
        return Shown.line(platform.replaceFirst("\\..*", ""), NAME);
    }

    private static <T> List<T> newest(List<T> all, int limit) {
        return all.subList(Math.max(0, all.size() - limit), all.size());
    }
}

package io.github.pythondist.overview;

import io.github.pythondist.overview.TrackedWheels.Run;
import io.github.pythondist.report.Shown;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The share of reproducible packages over time, as a line in a drawing of {@value #WIDTH} by {@value #HEIGHT}. All
 * numbers are whole, so that every machine draws the same.
 *
 * @param text what the line tells, in words
 * @param line corners of the line, as SVG writes them
 * @param points one for each run, oldest first
 * @param ticks the scale at the left
 * @param first date of the oldest run
 * @param last date of the newest run
 */
record Trend(String text, String line, List<Point> points, List<Tick> ticks, String first, String last) {

    static final int WIDTH = 400;
    static final int HEIGHT = 170;

    private static final int LEFT = 46;
    private static final int RIGHT = 388;
    private static final int TOP = 14;
    private static final int BOTTOM = 136;
    private static final int WHOLE = 1000;

    /** Where the scale may begin, in thousandths: the highest that shows every run is taken. */
    private static final int[] FLOORS = {900, 800, 500, 0};

    /**
     * A run.
     *
     * @param text date and share, in words
     */
    record Point(int x, int y, String text) {}

    /** A line of the scale. */
    record Tick(int y, String label) {}

    /**
     * @param runs oldest first, at least two, each with packages
     */
    static Trend of(List<Run> runs) {
        int lowest = runs.stream().mapToInt(Trend::share).min().orElse(0);
        int highest = runs.stream().mapToInt(Trend::share).max().orElse(0);
        int floor = 0;
        for (int candidate : FLOORS) {
            if (candidate <= lowest) {
                floor = candidate;
                break;
            }
        }
        long[] places = places(runs);
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            Run run = runs.get(i);
            points.add(new Point(
                    (int) (LEFT + (RIGHT - LEFT) * places[i] / places[runs.size() - 1]),
                    y(share(run), floor),
                    date(run) + ": " + run.reproducible() + " of " + run.packages() + ", " + percent(share(run))));
        }
        List<Tick> ticks = new ArrayList<>();
        for (int value : new int[] {WHOLE, (WHOLE + floor) / 2, floor}) {
            ticks.add(new Tick(y(value, floor), value / 10 + "\u00a0%"));
        }
        Run first = runs.get(0);
        Run last = runs.get(runs.size() - 1);
        String text = "From " + percent(share(first)) + " on " + date(first) + " to " + percent(share(last)) + " on "
                + date(last) + ", in " + runs.size() + " runs; lowest " + percent(lowest) + ", highest "
                + percent(highest) + ".";
        String line = points.stream().map(point -> point.x() + "," + point.y()).collect(Collectors.joining(" "));
        return new Trend(text, line, points, ticks, date(first), date(last));
    }

    /**
     * How far each run is from the first: in days; in runs, if one has no date or they are not in the order of their dates.
     */
    private static long[] places(List<Run> runs) {
        long[] days = new long[runs.size()];
        try {
            LocalDate first = LocalDate.parse(runs.get(0).date());
            for (int i = 1; i < days.length; i++) {
                days[i] = ChronoUnit.DAYS.between(
                        first, LocalDate.parse(runs.get(i).date()));
                if (days[i] <= days[i - 1]) {
                    return counted(days.length);
                }
            }
            return days;
        } catch (DateTimeParseException e) {
            return counted(days.length);
        }
    }

    private static long[] counted(int runs) {
        return LongStream.range(0, runs).toArray();
    }

    /** As {@link #share(long, long)}. */
    static int share(Run run) {
        return share(run.reproducible(), run.packages());
    }

    /** In thousandths, rounded; but only all of them are 1000, and only none are 0, as is any of nothing. */
    static int share(long part, long whole) {
        if (part <= 0 || whole <= 0) {
            return 0;
        }
        if (part >= whole) {
            return WHOLE;
        }
        return (int) Math.max(1, Math.min(WHOLE - 1, (2 * part * WHOLE + whole) / (2 * whole)));
    }

    /** Such as {@code 94.1 %}. */
    static String percent(int share) {
        return share / 10 + "." + share % 10 + "\u00a0%";
    }

    private static int y(int share, int floor) {
        return BOTTOM - (BOTTOM - TOP) * (share - floor) / (WHOLE - floor);
    }

    private static String date(Run run) {
        return Shown.line(run.date(), 30);
    }
}

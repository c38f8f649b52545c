package io.github.pythondist.reproduce;

import io.github.pythondist.environment.Tier;
import io.github.pythondist.environment.Variation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/**
 * What two builds saw of their surroundings, looked at from inside.
 *
 * @param axes that were wanted to differ
 * @param tier that both builds ran in
 * @param first what a command of the first build sees, by the axis's label
 * @param second what a command of the second one sees
 * @param otherDisk why the second build has no file system of another type; empty if it has
 */
public record Contrast(
        Set<Axis> axes,
        Tier tier,
        SortedMap<String, String> first,
        SortedMap<String, String> second,
        String otherDisk) {

    /** What became of each axis, in their order. */
    public List<AxisResult> outcomes() {
        return Arrays.stream(Axis.values()).map(this::outcome).toList();
    }

    private AxisResult outcome(Axis axis) {
        String one = seen(first, axis.label());
        String other = seen(second, axis.label());
        if (!axes.contains(axis)) {
            return new AxisResult(axis.label(), AxisResult.Outcome.LEFT_OUT, one, other, "python-dist.reproduce.axes");
        }
        return axis.varied(one, other)
                ? new AxisResult(axis.label(), AxisResult.Outcome.VARIED, one, other, "")
                : new AxisResult(axis.label(), AxisResult.Outcome.NOT_VARIED, one, other, why(axis, one));
    }

    private String why(Axis axis, String seen) {
        String both = "both builds saw: " + seen;
        return switch (axis) {
            case CORES -> "this machine gives the build one processor only";
            case FILE_SYSTEM -> otherDisk + ", " + both;
            case USER, HOSTNAME -> "the environment " + tier.label() + " cannot, " + both;
            default -> both;
        };
    }

    /** What would give a build away, if it were found in its results. */
    public List<Trace> traces(Variation variation) {
        List<Trace> traces = new ArrayList<>();
        for (String place : Variations.PLACES) {
            traces.add(new Trace(DifferenceKind.PATH, place, variation.place() + place));
        }
        traces.add(trace(DifferenceKind.PATH, Axis.HOME));
        traces.add(trace(DifferenceKind.PATH, Axis.PATH));
        traces.add(trace(DifferenceKind.HOST_NAME, Axis.HOSTNAME));
        traces.add(trace(DifferenceKind.KERNEL, Axis.KERNEL));
        traces.add(trace(DifferenceKind.ENVIRONMENT, Axis.TIMEZONE));
        String[] one = seen(first, Axis.USER.label()).split("[: ]", -1);
        String[] other = seen(second, Axis.USER.label()).split("[: ]", -1);
        for (int i = 0; i < Math.min(one.length, other.length); i++) {
            traces.add(new Trace(DifferenceKind.USER, one[i], other[i]));
        }
        return traces;
    }

    private Trace trace(DifferenceKind kind, Axis axis) {
        return new Trace(kind, seen(first, axis.label()), seen(second, axis.label()));
    }

    private static String seen(SortedMap<String, String> look, String axis) {
        return look.getOrDefault(axis, "");
    }
}

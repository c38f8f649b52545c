package io.github.pythondist.reproduce;

import io.github.pythondist.environment.Conditions;
import io.github.pythondist.environment.Mount;
import io.github.pythondist.environment.Tier;
import io.github.pythondist.environment.Variation;
import io.github.pythondist.files.AtomicFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The other surroundings, axis by axis. */
public final class Variations {

    /** A locale that orders Z before T, and writes other month names and a decimal comma. */
    public static final String LOCALE = "et_EE.UTF-8";

    /** {@code make -j} of the second build has so many more jobs. */
    public static final int MORE_JOBS = 3;

    /** The guest paths that a build knows. */
    static final List<String> PLACES = List.of("/build", "/catalog", "/deps", "/out", "/sysroot");

    private static final String PLACE = "/elsewhere/than-the-first-build";
    private static final String USER = "somebody";
    private static final int USER_ID = 4242;
    private static final String HOST = "another-machine";
    private static final String UMASK = "077";
    private static final String HOME = "/nonexistent/somebody";
    private static final String TIME_ZONE = "ELSEWHERE-13:45";
    private static final String KERNEL = "9.8.7-another";
    private static final Duration SHIFT = Duration.ofDays(1700).plusHours(7).plusMinutes(13);
    private static final String TOOLS = "/vary";

    /** What terminals, desktops and build servers set; nothing that is meant to change what a build makes. */
    private static final Map<String, String> NOISE = Map.ofEntries(
            Map.entry("BUILD_NUMBER", "77"),
            Map.entry("BUILD_TAG", "noise from a build server"),
            Map.entry("CI", "true"),
            Map.entry("COLUMNS", "143"),
            Map.entry("DBUS_SESSION_BUS_ADDRESS", "unix:path=/run/user/4242/bus"),
            Map.entry("DISPLAY", ":7"),
            Map.entry("EDITOR", "ed"),
            Map.entry("LINES", "51"),
            Map.entry("LOGNAME", USER),
            Map.entry("LS_COLORS", "di=01;34:ln=01;36"),
            Map.entry("MAIL", "/var/mail/" + USER),
            Map.entry("NOISE", "with spaces, \u00fcml\u00e4uts and $signs"),
            Map.entry("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22"),
            Map.entry("TERM", "xterm-256color"),
            Map.entry("USER", USER),
            Map.entry("XDG_RUNTIME_DIR", "/run/user/4242"));

    private final Set<Axis> axes;

    /**
     * @param axes what is to be otherwise
     */
    public Variations(Set<Axis> axes) {
        this.axes = axes;
    }

    /**
     * What a second build runs in.
     *
     * @param tools directory that {@link io.github.pythondist.distribution.BuildRooms#prepareVariation} filled; gets a
     *     further file
     * @param tier that the build runs in
     */
    public Variation variation(Path tools, Tier tier) throws IOException {
        Mount mount = Mount.readOnly(tools, TOOLS);
        String inside = tier == Tier.HOST ? tools.toString() : TOOLS;
        SortedMap<String, String> variables = new TreeMap<>();
        if (axes.contains(Axis.ENVIRONMENT)) {
            variables.putAll(NOISE);
        }
        if (axes.contains(Axis.TIMEZONE)) {
            variables.put("TZ", TIME_ZONE);
        }
        if (axes.contains(Axis.LOCALE)) {
            variables.putAll(Map.of("LC_ALL", LOCALE, "LANG", LOCALE, "LANGUAGE", "et", "LOCPATH", inside + "/locale"));
        }
        if (axes.contains(Axis.HOME)) {
            variables.put("HOME", HOME);
        }
        String settings = settings(tier);
        if (!settings.isEmpty()) {
            variables.put("PYTHON_DIST_VARY", settings);
        }
        return new Variation(
                axes.contains(Axis.PATH) ? PLACE : "",
                conditions(tools),
                variables,
                List.of(mount),
                settings.isEmpty() ? Optional.empty() : Optional.of(TOOLS + "/vary.so"));
    }

    /** For {@code vary.so}; its source, {@code vary.c} in the catalog, says what they mean. */
    private String settings(Tier tier) {
        List<String> settings = new ArrayList<>();
        if (axes.contains(Axis.CLOCK)) {
            settings.add("clock=" + SHIFT.toSeconds());
        }
        if (axes.contains(Axis.DIRECTORY_ORDER)) {
            settings.add("order=7");
        }
        // Namespaces have a name of the machine of their own.
        if (axes.contains(Axis.HOSTNAME) && tier != Tier.NAMESPACES) {
            settings.add("node=" + HOST);
        }
        if (axes.contains(Axis.KERNEL)) {
            settings.add("release=" + KERNEL);
        }
        if (axes.contains(Axis.CORES)) {
            settings.add("cpu=less");
        }
        return String.join(",", settings);
    }

    private Conditions conditions(Path tools) throws IOException {
        Conditions usual = Conditions.STANDARD;
        Optional<Path> users = Optional.empty();
        if (axes.contains(Axis.USER)) {
            Path file = tools.resolve("passwd");
            AtomicFiles.writeString(
                    file,
                    "root:x:0:0:root:/:/bin/sh\n" + USER + ":x:" + USER_ID + ":" + USER_ID + ":Some Body:" + HOME
                            + ":/bin/sh\n");
            users = Optional.of(file);
        }
        return new Conditions(
                axes.contains(Axis.USER) ? USER_ID : usual.user(),
                axes.contains(Axis.HOSTNAME) ? HOST : usual.hostName(),
                axes.contains(Axis.UMASK) ? UMASK : usual.umask(),
                users);
    }
}

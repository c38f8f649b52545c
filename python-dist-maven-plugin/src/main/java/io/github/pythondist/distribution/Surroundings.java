package io.github.pythondist.distribution;

import io.github.pythondist.catalog.Target;
import io.github.pythondist.component.Workshop;
import io.github.pythondist.environment.Mount;
import io.github.pythondist.environment.Sandbox;
import io.github.pythondist.environment.SandboxCommand;
import io.github.pythondist.files.Trees;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Runs the scripts in the catalog's {@code reproduce/} the way recipes are run. */
final class Surroundings {

    private static final String FOLDER = "/reproduce/";

    private final RoomRequest request;
    private final Target target;
    private final Supplier<Workshop.Room> rooms;
    private final Path scratch;
    private final int jobs;

    /**
     * @param request whose log's directory takes the logs
     * @param target that commands run on
     * @param scratch directory for scripts' work
     * @param jobs how many jobs {@code make} may run
     */
    Surroundings(RoomRequest request, Target target, Supplier<Workshop.Room> rooms, Path scratch, int jobs) {
        this.request = request;
        this.target = target;
        this.rooms = rooms;
        this.scratch = scratch;
        this.jobs = jobs;
    }

    void prepare(String locale, Path locales, Path directory) {
        Mount out = Mount.writable(directory, "/out");
        Mount sources = Mount.readOnly(locales.resolve("usr/share/i18n"), "/locales");
        run("prepare.sh", List.of(out, sources), sandbox -> {
            SortedMap<String, String> variables = new TreeMap<>();
            variables.put("OUT", sandbox.guestPath(out));
            variables.put("LOCALES", sandbox.guestPath(sources));
            variables.put("LOCALE", locale);
            return variables;
        });
    }

    SortedMap<String, String> look() {
        Path log = run("look.sh", List.of(), sandbox -> new TreeMap<>());
        SortedMap<String, String> seen = new TreeMap<>();
        try {
            for (String line : Files.readAllLines(log, StandardCharsets.UTF_8)) {
                int equals = line.indexOf('=');
                if (equals > 0) {
                    seen.put(
                            line.substring(0, equals),
                            line.substring(equals + 1).strip());
                }
            }
        } catch (IOException e) {
            throw new BuildFailure("Cannot read what a command saw of its surroundings: " + log, e);
        }
        return seen;
    }

    @FunctionalInterface
    private interface Variables {
        SortedMap<String, String> in(Sandbox sandbox);
    }

    private Path run(String script, List<Mount> more, Variables extra) {
        Path log = request.log().resolveSibling(script.replace(".sh", ".log"));
        Path work = scratch.resolve("reproduce");
        try {
            Trees.delete(work);
            Files.deleteIfExists(log);
            for (Mount mount : more) {
                if (mount.writable()) {
                    Files.createDirectories(mount.hostPath());
                }
            }
            Workshop.Room room = rooms.get();
            Sandbox sandbox = room.sandbox();
            Mount build = Mount.writable(Files.createDirectories(work), "/build");
            Mount sysroot = Mount.readOnly(room.sysroot(), "/sysroot");
            Mount catalogMount = Mount.readOnly(request.catalog().root(), "/catalog");
            List<Mount> mounts = new ArrayList<>(List.of(build, sysroot, catalogMount));
            mounts.addAll(more);
            String catalog = sandbox.guestPath(catalogMount);
            SortedMap<String, String> variables = new TreeMap<>(extra.in(sandbox));
            variables.put("BUILD", sandbox.guestPath(build));
            variables.put("CATALOG", catalog);
            variables.put("SYSROOT", sandbox.guestPath(sysroot));
            variables.put("CLANG_TARGET", target.clangTarget());
            variables.put("JOBS", Integer.toString(jobs));
            sandbox.tool("clang").ifPresent(path -> variables.put("REAL_CLANG", path));
            sandbox.runOrFail(
                    new SandboxCommand(
                            List.of("bash", catalog + FOLDER + script),
                            variables,
                            mounts,
                            sandbox.guestPath(build),
                            log,
                            Optional.empty()),
                    "Running the catalog's reproduce/" + script,
                    request.progress());
            Trees.delete(work);
            return log;
        } catch (IOException e) {
            throw new BuildFailure("Cannot run the catalog's reproduce/" + script + " in " + work, e)
                    .remedy("Check that the disk is not full and the directory is writable, then run again");
        }
    }
}

package io.github.pythondist.wheel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.pythondist.consumer.InterpreterHome;
import io.github.pythondist.platform.Platform;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.wheel.LockFile.LockedFile;
import io.github.pythondist.wheel.LockFile.LockedPackage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Chooses from a lock file what one platform needs, as installers have to by PEP 751. */
final class Selection {

    private Selection() {}

    /**
     * A file to install.
     *
     * @param platform for which it was chosen; none means the machine this runs on
     */
    record Chosen(LockedPackage locked, LockedFile file, Optional<Platform> platform) {}

    /**
     * @param platform none means the machine this runs on, with its own C library
     * @throws BuildFailure if the lock file is not for that platform or Python
     */
    static List<Chosen> of(
            LockFile lock, Path file, Optional<Platform> platform, String glibc, InterpreterHome python, PipTool pip)
            throws IOException {
        ObjectNode call = PipTool.request("select");
        platform.ifPresentOrElse(
                named -> PlatformRequest.put(call, named, glibc, python), () -> call.putNull("platform"));
        call.put("requiresPython", lock.requiresPython().orElse(null));
        ArrayNode environments = call.putArray("environments");
        lock.environments().forEach(environments::add);
        ArrayNode packages = call.putArray("packages");
        for (int i = 0; i < lock.packages().size(); i++) {
            LockedPackage locked = lock.packages().get(i);
            ObjectNode item = packages.addObject();
            item.put("index", i).put("name", locked.name()).put("version", locked.version());
            item.put("marker", locked.marker().orElse(null));
            item.put("requiresPython", locked.requiresPython().orElse(null));
            item.put("sdist", locked.sdist().isPresent());
            ArrayNode wheels = item.putArray("wheels");
            locked.wheels().forEach(wheel -> wheels.add(wheel.name()));
        }
        String name = platform.map(named -> "select-" + named.classifier()).orElse("select");
        JsonNode answer = pip.call(name, call, Map.of()).content();
        String where = platform.map(Platform::classifier).orElse("this machine (" + python.platform() + ")");
        if (!answer.path("problems").isEmpty()) {
            BuildFailure failure = new BuildFailure(
                    "The lock file " + file + " does not fit CPython " + python.pythonVersion() + " on " + where);
            answer.path("problems").forEach(problem -> failure.detail(problem.asText()));
            throw failure.remedy("Lock for it: mvn python-dist:lock -Dpython-dist.platforms="
                    + platform.map(Platform::classifier).orElse(python.platform()));
        }
        List<Chosen> chosen = new ArrayList<>();
        for (JsonNode item : answer.path("chosen")) {
            LockedPackage locked = lock.packages().get(item.get("package").asInt());
            int wheel = item.get("wheel").asInt();
            chosen.add(new Chosen(
                    locked,
                    wheel < 0 ? locked.sdist().orElseThrow() : locked.wheels().get(wheel),
                    platform));
        }
        return chosen;
    }
}

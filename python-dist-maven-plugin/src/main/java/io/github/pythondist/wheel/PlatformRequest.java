package io.github.pythondist.wheel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.pythondist.consumer.InterpreterHome;
import io.github.pythondist.platform.Libc;
import io.github.pythondist.platform.Platform;
import io.github.pythondist.report.BuildFailure;
import java.util.Map;
import java.util.regex.Pattern;

/** A platform as {@code wheels.py} is told of it. */
final class PlatformRequest {

    // What wheels for musl and macOS ask for at most; there is less to choose from.
    private static final String MUSL = "1.2";
    private static final String MACOS = "11.0";
    private static final Pattern GLIBC = Pattern.compile("2\\.\\d{1,2}");
    private static final Map<String, String> OTHER_C_LIBRARIES = Map.of("osx", MACOS, "windows", "");

    private PlatformRequest() {}

    static void put(ObjectNode request, Platform platform, String glibc, InterpreterHome python) {
        if (!GLIBC.matcher(glibc).matches()) {
            throw new BuildFailure("'" + glibc + "' is no version of glibc")
                    .remedy("Write <glibc> like " + LockRequest.DEFAULT_GLIBC);
        }
        boolean musl = platform.libc() == Libc.MUSL;
        request.putObject("platform")
                .put("os", platform.os())
                .put("arch", platform.arch())
                .put("musl", musl)
                .put("libc", OTHER_C_LIBRARIES.getOrDefault(platform.os(), musl ? MUSL : glibc))
                .put("python", python.pythonVersion())
                .put("abi", python.description().abiTag());
    }
}

package io.github.pythondist.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Keeps what it is told, from any thread. */
public final class RecordedProgress implements Progress {

    private final List<String> infos = Collections.synchronizedList(new ArrayList<>());
    private final List<String> debugs = Collections.synchronizedList(new ArrayList<>());
    private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void info(String line) {
        infos.add(line);
    }

    @Override
    public void debug(String line) {
        debugs.add(line);
    }

    @Override
    public void warn(String line) {
        warnings.add(line);
    }

    /** The lines of {@link #info}. */
    public List<String> infos() {
        return infos;
    }

    /** The lines of {@link #debug}. */
    public List<String> debugs() {
        return debugs;
    }

    /** The lines of {@link #warn}. */
    public List<String> warnings() {
        return warnings;
    }
}

package io.github.pythondist.mojo;

import io.github.pythondist.report.Progress;
import org.apache.maven.plugin.logging.Log;

/** Progress into Maven's log. */
final class LogProgress implements Progress {

    private final Log log;

    LogProgress(Log log) {
        this.log = log;
    }

    @Override
    public void info(String line) {
        log.info(line);
    }

    @Override
    public void debug(String line) {
        log.debug(line);
    }

    @Override
    public void warn(String line) {
        log.warn(line);
    }
}

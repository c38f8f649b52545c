package io.github.pythondist.source;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How this build may fetch.
 *
 * @param offline nothing is asked of a network; Maven artifacts are left to {@code maven}, which knows for itself
 * @param proxies of Maven's settings; empty: those of the JVM's system properties
 * @param debianMirror where {@link DebianPlace}s are
 * @param localDirectories searched before any place
 * @param fileBase what {@link FilePlace}s are relative to
 * @param connectTimeout for a connection to be made
 * @param readTimeout for the next byte to come
 * @param attempts how often a transfer that breaks is tried at each place, at least 1
 * @param backoff pause before the second attempt; doubled for each further one
 * @param maven resolves {@link MavenPlace}s
 */
public record FetchSettings(
        boolean offline,
        List<Proxy> proxies,
        DebianMirror debianMirror,
        List<Path> localDirectories,
        Path fileBase,
        Duration connectTimeout,
        Duration readTimeout,
        int attempts,
        Duration backoff,
        ArtifactFetcher maven) {

    public FetchSettings {
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be at least 1, not " + attempts);
        }
        proxies = List.copyOf(proxies);
        localDirectories = List.copyOf(localDirectories);
    }

    /** Starts from: online, no proxy, this machine's Debian mirror, no Maven, 15 s to connect, 60 s to read, 3 attempts. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets what differs from the defaults. */
    public static final class Builder {

        private boolean offline;
        private List<Proxy> proxies = List.of();
        private DebianMirror debianMirror = DebianMirror.ofThisMachine();
        private List<Path> localDirectories = List.of();
        private Path fileBase = Path.of("");
        private Duration connectTimeout = Duration.ofSeconds(15);
        private Duration readTimeout = Duration.ofSeconds(60);
        private int attempts = 3;
        private Duration backoff = Duration.ofSeconds(1);
        private ArtifactFetcher maven = coordinates -> {
            throw new IOException("Maven repositories are not available here");
        };

        private Builder() {}

        public Builder offline(boolean value) {
            offline = value;
            return this;
        }

        public Builder proxies(List<Proxy> value) {
            proxies = value;
            return this;
        }

        public Builder debianMirror(DebianMirror value) {
            debianMirror = value;
            return this;
        }

        public Builder debianMirror(URI value) {
            return debianMirror(DebianMirror.at(value));
        }

        public Builder localDirectories(List<Path> value) {
            localDirectories = value;
            return this;
        }

        public Builder fileBase(Path value) {
            fileBase = value;
            return this;
        }

        public Builder connectTimeout(Duration value) {
            connectTimeout = value;
            return this;
        }

        public Builder readTimeout(Duration value) {
            readTimeout = value;
            return this;
        }

        public Builder attempts(int value) {
            attempts = value;
            return this;
        }

        public Builder backoff(Duration value) {
            backoff = value;
            return this;
        }

        public Builder maven(ArtifactFetcher value) {
            maven = value;
            return this;
        }

        public FetchSettings build() {
            return new FetchSettings(
                    offline,
                    proxies,
                    debianMirror,
                    localDirectories,
                    fileBase,
                    connectTimeout,
                    readTimeout,
                    attempts,
                    backoff,
                    maven);
        }
    }
}

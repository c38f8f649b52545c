package io.github.pythondist.environment;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a command can learn about who runs it and where. A build uses {@link #STANDARD}; a check for reproducibility
 * uses others, to show that the result does not depend on them.
 *
 * @param user numeric user and group
 * @param hostName seen in {@link Tier#NAMESPACES} only; the other tiers cannot change it
 * @param umask octal digits
 * @param users a file that takes the place of the root's {@code /etc/passwd}, so that the user has another name; not in
 *     {@link Tier#HOST}
 */
public record Conditions(int user, String hostName, String umask, Optional<Path> users) {

    private static final Pattern UMASK = Pattern.compile("[0-7]{3,4}");

    public static final Conditions STANDARD = new Conditions(1000, "build", "022", Optional.empty());

    public Conditions {
        if (user <= 0) {
            throw new IllegalArgumentException("a command never runs as root: " + user);
        }
        if (!UMASK.matcher(umask).matches()) {
            throw new IllegalArgumentException("not an umask: " + umask);
        }
    }
}

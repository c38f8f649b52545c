package io.github.pythondist.mojo;

import io.github.pythondist.report.BuildFailure;
import java.util.regex.Pattern;

/**
 * Finds logins in addresses. {@link java.net.URI} does not do: it takes an address whose password is not encoded
 * ({@code https://user:p@ss@host/}) for one without a login, or does not read it and says it in its message.
 */
final class Logins {

    /** Something before an at sign, where the host should be. */
    private static final Pattern BEFORE_HOST = Pattern.compile("[^/]*//[^/?#]*@.*", Pattern.DOTALL);

    /** After a colon no port but something else, and an at sign: a password with a slash or its like in it. */
    private static final Pattern NO_PORT =
            Pattern.compile("[^/]*//[^/?#@:\\[]*:(?!\\d*(?:[/?#]|$)).*@.*", Pattern.DOTALL);

    private Logins() {}

    /**
     * @param text an address as a user wrote it
     * @param what it is the address of
     * @param remedy where its login is to be put
     * @throws BuildFailure if it holds a login; the message does not hold the address
     */
    static void refuse(String text, String what, String remedy) {
        if (BEFORE_HOST.matcher(text).matches() || NO_PORT.matcher(text).matches()) {
            throw new BuildFailure("The URL of " + what + " holds a login").remedy(remedy);
        }
    }
}

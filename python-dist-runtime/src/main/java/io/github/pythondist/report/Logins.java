package io.github.pythondist.report;

import java.util.regex.Pattern;

/**
 * Finds logins in addresses, which no message may hold. {@link java.net.URI} does not do: it takes an address whose password is not encoded
 * ({@code https://user:p@ss@host/}) for one without a login, or does not read it and says it in its message.
 */
public final class Logins {

    /** Something before an at sign, where the host should be. */
    private static final Pattern BEFORE_HOST = Pattern.compile("[^/]*//[^/?#]*@.*", Pattern.DOTALL);

    /** After a colon no port but something else, and an at sign: a password with a slash or its like in it. */
    private static final Pattern NO_PORT =
            Pattern.compile("[^/]*//[^/?#@:\\[]*:(?!\\d*(?:[/?#]|$)).*@.*", Pattern.DOTALL);

    /** What stands before the host, where no slash is in the login. */
    private static final Pattern LOGIN = Pattern.compile("^([^/]*//)[^/?#]*@");

    private Logins() {}

    /** Whether an address holds a login, or what may be one. */
    public static boolean isIn(String address) {
        return BEFORE_HOST.matcher(address).matches()
                || NO_PORT.matcher(address).matches();
    }

    /**
     * An address as a message may hold it: without a login, and without all that could be part of a password which is not
     * encoded.
     */
    public static String without(String address) {
        if (!isIn(address)) {
            return address;
        }
        String rest = LOGIN.matcher(address).replaceFirst("$1");
        return rest.contains("@") ? address.substring(0, address.indexOf("//") + 2) + "..." : rest;
    }

    /**
     * @param text an address as a user wrote it
     * @param what it is the address of
     * @param remedy where its login is to be put
     * @throws BuildFailure if it holds a login; the message does not hold the address
     */
    public static void refuse(String text, String what, String remedy) {
        if (isIn(text)) {
            throw new BuildFailure("The URL of " + what + " holds a login").remedy(remedy);
        }
    }
}

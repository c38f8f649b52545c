package io.github.pythondist.wheel;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a text has the form of an SPDX licence expression (SPDX 2.3, annex D), as PEP 639 wants it in
 * {@code License-Expression}. Whether its ids are listed is not asked: new ones come.
 */
final class SpdxGrammar {

    private static final int LONGEST = 1000;
    private static final Pattern TOKEN = Pattern.compile("[()]|[A-Za-z0-9.+-]+");
    private static final Pattern OPERATOR = Pattern.compile("AND|OR|WITH|and|or|with");

    private SpdxGrammar() {}

    static boolean accepts(String expression) {
        if (expression.length() > LONGEST
                || !TOKEN.matcher(expression).replaceAll("").replace(" ", "").isEmpty()) {
            return false;
        }
        int open = 0;
        boolean complete = false;
        Matcher tokens = TOKEN.matcher(expression);
        while (tokens.find()) {
            String token = tokens.group();
            boolean begins = !token.equals(")") && !OPERATOR.matcher(token).matches();
            // An id or a parenthesis begins a term; an operator or the other parenthesis follows one.
            if (begins == complete) {
                return false;
            }
            open += token.equals("(") ? 1 : token.equals(")") ? -1 : 0;
            if (open < 0) {
                return false;
            }
            complete = begins ? !token.equals("(") : token.equals(")");
        }
        return complete && open == 0;
    }
}

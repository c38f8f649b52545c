package io.github.pythondist.audit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Finds any of some ASCII literals in bytes, in one pass. */
final class TextSearch {

    /** Told of every place where a literal begins. */
    @FunctionalInterface
    interface Found {
        void at(int literal, int offset);
    }

    private final byte[][] literals;
    /** Literals by their first byte; null where none begins so. */
    private final int[][] byFirst = new int[256][];

    TextSearch(List<String> texts) {
        literals = new byte[texts.size()][];
        List<List<Integer>> lists = new ArrayList<>();
        for (int i = 0; i < 256; i++) {
            lists.add(new ArrayList<>());
        }
        for (int i = 0; i < literals.length; i++) {
            literals[i] = texts.get(i).getBytes(StandardCharsets.US_ASCII);
            lists.get(literals[i][0] & 0xff).add(i);
        }
        for (int i = 0; i < 256; i++) {
            if (!lists.get(i).isEmpty()) {
                byFirst[i] = lists.get(i).stream().mapToInt(Integer::intValue).toArray();
            }
        }
    }

    void search(byte[] bytes, Found found) {
        for (int at = 0; at < bytes.length; at++) {
            int[] candidates = byFirst[bytes[at] & 0xff];
            if (candidates != null) {
                for (int candidate : candidates) {
                    if (matches(bytes, at, literals[candidate])) {
                        found.at(candidate, at);
                    }
                }
            }
        }
    }

    private static boolean matches(byte[] bytes, int at, byte[] literal) {
        if (at + literal.length > bytes.length) {
            return false;
        }
        for (int i = 1; i < literal.length; i++) {
            if (bytes[at + i] != literal[i]) {
                return false;
            }
        }
        return true;
    }

    /** The printable ASCII text that begins at an offset, up to a character that ends a path, or a length. */
    static String textAt(byte[] bytes, int offset, int most) {
        int end = offset;
        while (end < bytes.length && end - offset < most && isPathCharacter(bytes[end])) {
            end++;
        }
        return new String(bytes, offset, end - offset, StandardCharsets.US_ASCII);
    }

    private static boolean isPathCharacter(byte b) {
        return b > ' ' && b < 0x7f && "\"'`<>|;,()[]{}\\".indexOf(b) < 0;
    }
}

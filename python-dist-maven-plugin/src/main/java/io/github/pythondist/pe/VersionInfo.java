package io.github.pythondist.pe;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the properties of a file show in Windows.
 *
 * @param fileVersion four numbers, such as {@code 3.13.5150.1013}
 * @param productVersion four numbers
 * @param texts by their keys, such as {@code ProductVersion}; of the first language
 * @see <a href="https://learn.microsoft.com/en-us/windows/win32/menurc/vs-versioninfo">VS_VERSIONINFO</a>
 */
public record VersionInfo(String fileVersion, String productVersion, SortedMap<String, String> texts) {
    public VersionInfo {
        texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
    }
}

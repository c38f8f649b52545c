package io.github.pythondist.provenance;

/**
 * A file that is published beside archives.
 *
 * @param name the file's name
 * @param classifier its Maven classifier
 * @param type its Maven type
 * @param summary what it is, in a few words
 * @param text its content, to be written in UTF-8
 */
public record SupplyFile(String name, String classifier, String type, String summary, String text) {}

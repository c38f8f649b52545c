package io.github.pythondist.reproduce;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What kind of difference there is between two files, and with that where to look for its cause. */
public enum DifferenceKind {
    /** A member that only one side has. */
    MEMBER("something is in one of them only: a directory was listed, or a step ran, otherwise"),
    /** A file here, a link or directory there. */
    TYPE("a file in one is a link or a directory in the other"),
    /** Permission bits. */
    MODE("permissions depend on the umask, or on who unpacked"),
    /** User or group, by number or name. */
    OWNER("the user who built is recorded: write archives with fixed owners"),
    /** A date, a time of day, seconds since 1970, or a modification time in a header. */
    TIME("the clock is recorded: use SOURCE_DATE_EPOCH, and fixed times for the members of archives"),
    /** The same parts in another order. */
    ORDER("what a directory, a hash table or a locale orders was used unsorted: sort it, in the locale C"),
    /** A path of one of the two builds. */
    PATH("the place of the build is recorded: map or cut it"),
    /** The name or number of the user who built, within a file's content. */
    USER("who built is recorded"),
    /** The name of the machine. */
    HOST_NAME("the machine's name is recorded"),
    /** The kernel's release or version. */
    KERNEL("the running kernel is recorded"),
    /** Another value that the two builds were given. */
    ENVIRONMENT("a setting of the build's environment is recorded"),
    /** Where a link leads. */
    LINK("a link leads to another place"),
    /** Nothing but the build ID of an ELF file. */
    BUILD_ID("the build ID is random, or made from more than the contents"),
    /** The content is equal, the compressed form is not. */
    COMPRESSION("the compressor, its version, its level or its threads are others"),
    /** The content is equal, what the format puts around it is not. */
    FORMAT("headers or padding are others, though they mean the same"),
    /** One goes on where the other ends. */
    SIZE("one ends where the other goes on"),
    /** Anything else. */
    CONTENT("the contents differ"),
    /** Too large or too damaged to look into. */
    UNREADABLE("it could not be looked into");

    private final String meaning;

    DifferenceKind(String meaning) {
        this.meaning = meaning;
    }

    /** How users see it: {@code build ID} is {@code build-id}. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What it tells, in a few words. */
    public String meaning() {
        return meaning;
    }
}

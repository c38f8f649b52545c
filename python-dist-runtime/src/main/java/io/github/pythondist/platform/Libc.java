package io.github.pythondist.platform;

/** The C library a binary is made for. */
public enum Libc {
    GLIBC,
    MUSL,
    /** The system has one C library only, so it is no part of a platform's name: Windows, macOS. */
    SYSTEM
}

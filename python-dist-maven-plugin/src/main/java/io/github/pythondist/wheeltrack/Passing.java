package io.github.pythondist.wheeltrack;

import io.github.pythondist.files.Programs;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** Tells what a package cannot do from what kept it from doing it this time: somebody, or the state of the machine. */
final class Passing {

    /** What is added to the reason of a failure that may not come again. */
    static final String TRIED_AGAIN = "; it is tried again in the next run";

    /** By signal 9 the kernel ends what takes more memory than there is: as Python, a shell, clang and gcc tell it. */
    private static final Pattern MACHINE = Pattern.compile("No space left on device|Disk quota exceeded"
            + "|[Cc]annot allocate memory|exit (code|status) (-9|137)\\b"
            + "|[Uu]nable to execute command: Killed|Killed signal terminated program");

    /** Less than this was not enough for a build, and it need not have said so. */
    private static final long NO_SPACE = 16L << 20;

    /** Who ends a build in a terminal ends all processes at once: a little later this one knows, too. */
    private static final long PAUSE_MILLIS = 300;

    private Passing() {}

    /**
     * To be asked where something failed, before anything is concluded from that.
     *
     * @throws BuildFailure if it failed because this thread, or the whole process, was told to end
     */
    static void refuseInterrupted() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted();
        }
        if (Programs.ending()) {
            throw interrupted();
        }
    }

    static BuildFailure interrupted() {
        return new BuildFailure("The build of wheels was interrupted").remedy("Run again: what is done is kept");
    }

    /**
     * @param log of what failed
     * @param directory that it wrote to
     */
    static boolean is(BuildFailure failure, List<String> log, Path directory) {
        return failure.getCause() instanceof IOException
                || failure.getCause() instanceof TimeoutException
                || MACHINE.matcher(failure.summary()).find()
                || log.stream().anyMatch(line -> MACHINE.matcher(line).find())
                || isFull(directory);
    }

    private static boolean isFull(Path directory) {
        try {
            return Files.getFileStore(directory).getUsableSpace() < NO_SPACE;
        } catch (IOException e) {
            // It says nothing.
            return false;
        }
    }
}

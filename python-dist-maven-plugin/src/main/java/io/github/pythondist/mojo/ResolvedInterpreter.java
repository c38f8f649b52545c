package io.github.pythondist.mojo;

import io.github.pythondist.consumer.InterpreterChoice;
import io.github.pythondist.consumer.UnpackRequest;
import io.github.pythondist.files.Digest;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * An interpreter's archive, as Maven resolved it.
 *
 * @param expected the digest it must have, or null if nothing tells
 * @param pinnedBy what tells the digest
 */
record ResolvedInterpreter(
        InterpreterChoice choice, Path archive, @Nullable Digest expected, String pinnedBy) {

    UnpackRequest toUnpack() {
        UnpackRequest request =
                UnpackRequest.of(archive).withName(choice.coordinates().toString());
        return expected == null ? request : request.withExpected(expected, pinnedBy);
    }
}

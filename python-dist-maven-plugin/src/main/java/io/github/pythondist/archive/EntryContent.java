package io.github.pythondist.archive;

import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;

/**
 * The bytes of the entry where an archive's stream stands. What goes wrong in reading them is the archive's fault, not that
 * of whoever writes them. Closing it leaves the archive open.
 */
final class EntryContent extends BlockInputStream {

    private final InputStream archive;
    private final Function<IOException, BuildFailure> damaged;

    /**
     * @param archive stands at the entry
     * @param damaged says which archive it is that cannot be read
     */
    EntryContent(InputStream archive, Function<IOException, BuildFailure> damaged) {
        this.archive = archive;
        this.damaged = damaged;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            return archive.read(buffer, offset, length);
        } catch (IOException e) {
            throw damaged.apply(e);
        }
    }
}

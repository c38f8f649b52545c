package io.github.pythondist.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream by a thread of its own, a few blocks ahead of who uses it, so that to expand an archive and to unpack it
 * go side by side. What the stream throws is thrown where its bytes would have come.
 */
final class ReadAhead extends BlockInputStream {

    private static final int BLOCK_BYTES = 1 << 18;
    private static final int BLOCKS = 16;

    /**
     * Bytes of the stream; none at its end.
     *
     * @param failure why there are no more
     */
    private record Block(ByteBuffer bytes, @Nullable Throwable failure) {}

    private final BlockingQueue<Block> blocks = new ArrayBlockingQueue<>(BLOCKS);
    private final Thread reader;
    private @Nullable Block current;
    private boolean ended;

    /**
     * @param in nobody else may use it until this is closed; it is left open
     */
    ReadAhead(InputStream in) {
        reader = new Thread(() -> readAll(in), "python-dist-expand");
        reader.setDaemon(true);
        reader.start();
    }

    private void readAll(InputStream in) {
        try {
            boolean more = true;
            while (more) {
                Block block = read(in);
                more = block.bytes.hasRemaining();
                blocks.put(block);
            }
        } catch (InterruptedException e) {
            // Closed: nobody reads on.
        }
    }

    private static Block read(InputStream in) {
        try {
            byte[] bytes = new byte[BLOCK_BYTES];
            return new Block(ByteBuffer.wrap(bytes, 0, Math.max(0, in.read(bytes))), null);
        } catch (IOException | RuntimeException | Error e) {
            return new Block(ByteBuffer.allocate(0), e);
        }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (current == null || (!ended && !current.bytes.hasRemaining())) {
            current = take();
            ended = !current.bytes.hasRemaining();
        }
        if (ended) {
            return end(current.failure);
        }
        int n = Math.min(length, current.bytes.remaining());
        current.bytes.get(buffer, offset, n);
        return n;
    }

    private static int end(@Nullable Throwable failure) throws IOException {
        if (failure instanceof IOException io) {
            throw io;
        }
        if (failure instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        return -1;
    }

    private Block take() throws InterruptedIOException {
        try {
            return blocks.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while an archive was read");
        }
    }

    /** Returns when the other thread has left the stream alone. */
    @Override
    public void close() throws IOException {
        reader.interrupt();
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while an archive was read");
        }
    }
}

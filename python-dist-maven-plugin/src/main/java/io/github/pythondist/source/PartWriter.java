package io.github.pythondist.source;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Receives a response's body: into a {@link PartFile}, or, for an error's, into nothing. */
final class PartWriter implements BodySubscriber<Long> {

    /** Opens what the body goes to, when it starts to come. */
    @FunctionalInterface
    interface Opener {
        FileChannel open() throws IOException;
    }

    private static final long MAX_IGNORED_BYTES = 1 << 16;

    private final Transfer transfer;
    private final @Nullable Opener opener;
    private final long maxBytes;
    private final CompletableFuture<Long> body = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;
    private @Nullable FileChannel channel;
    private long received;

    private PartWriter(Transfer transfer, @Nullable Opener opener, long maxBytes) {
        this.transfer = transfer;
        this.opener = opener;
        this.maxBytes = maxBytes;
    }

    /**
     * @param maxBytes the transfer is broken off as soon as there are more
     */
    static PartWriter into(Transfer transfer, long maxBytes, Opener opener) {
        return new PartWriter(transfer, opener, maxBytes);
    }

    /** Reads a small body so that its connection can be used again, and no more of it than that. */
    static PartWriter ignoring(Transfer transfer) {
        return new PartWriter(transfer, null, MAX_IGNORED_BYTES);
    }

    @Override
    public CompletionStage<Long> getBody() {
        return body;
    }

    @Override
    public synchronized void onSubscribe(Flow.Subscription newSubscription) {
        subscription = newSubscription;
        if (body.isDone()) {
            newSubscription.cancel();
            return;
        }
        transfer.touch();
        try {
            channel = opener == null ? null : transfer.open(opener);
            newSubscription.request(Long.MAX_VALUE);
        } catch (IOException e) {
            stop(new StoreException(e));
        }
    }

    @Override
    public synchronized void onNext(List<ByteBuffer> buffers) {
        transfer.touch();
        for (ByteBuffer buffer : buffers) {
            if (body.isDone()) {
                return;
            }
            received += buffer.remaining();
            if (received > maxBytes) {
                if (opener == null) {
                    stop(null);
                } else {
                    stop(new PlaceException(
                            PlaceException.Kind.WRONG_BYTES, "wrong bytes: more of them than the pinned size"));
                }
                return;
            }
            write(buffer);
        }
    }

    @Override
    public synchronized void onError(Throwable problem) {
        stop(problem);
    }

    @Override
    public synchronized void onComplete() {
        stop(null);
    }

    /** Nothing is written after this returns. */
    synchronized void abort() {
        stop(new IOException("broken off"));
    }

    private void write(ByteBuffer buffer) {
        if (channel == null) {
            return;
        }
        int bytes = buffer.remaining();
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            transfer.add(bytes);
        } catch (IOException e) {
            stop(new StoreException(e));
        }
    }

    private void stop(@Nullable Throwable problem) {
        if (body.isDone()) {
            return;
        }
        if (subscription != null) {
            subscription.cancel();
        }
        Throwable outcome = problem;
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                outcome = outcome == null ? new StoreException(e) : outcome;
            }
        }
        if (outcome == null) {
            body.complete(received);
        } else {
            body.completeExceptionally(outcome);
        }
    }
}

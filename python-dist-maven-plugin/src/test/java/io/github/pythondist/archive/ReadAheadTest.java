package io.github.pythondist.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A stream is read ahead")
class ReadAheadTest {

    private static byte[] bytes() {
        byte[] bytes = new byte[3_000_000];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    @Test
    @DisplayName("The same bytes come out, and its end stays its end")
    void same() throws IOException {
        try (ReadAhead ahead = new ReadAhead(new ByteArrayInputStream(bytes()))) {
            assertThat(ahead.read()).isEqualTo(bytes()[0] & 0xff);
            assertThat(ahead.readAllBytes()).hasSize(2_999_999).endsWith(bytes()[2_999_999]);
            assertThat(ahead.read()).isEqualTo(-1);
            assertThat(ahead.read(new byte[5], 0, 5)).isEqualTo(-1);
        }
    }

    @Test
    @DisplayName("What it throws comes after all bytes before it, every time it is read")
    void failing() throws IOException {
        InputStream failing = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("broken");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                throw new IOException("broken");
            }
        };
        try (ReadAhead ahead = new ReadAhead(new SequenceInputStream(new ByteArrayInputStream(bytes()), failing))) {
            assertThat(ahead.readNBytes(3_000_000)).isEqualTo(bytes());
            assertThatThrownBy(ahead::read).isInstanceOf(IOException.class).hasMessage("broken");
            assertThatThrownBy(ahead::read).isInstanceOf(IOException.class).hasMessage("broken");
        }
    }

    @Test
    @DisplayName("It does not run far ahead, and after it is closed the stream is left alone")
    void closed() throws IOException, InterruptedException {
        AtomicLong read = new AtomicLong();
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                read.incrementAndGet();
                return 0;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                read.addAndGet(length);
                return length;
            }
        };
        ReadAhead ahead = new ReadAhead(endless);
        assertThat(ahead.read()).isZero();
        ahead.close();
        long atClose = read.get();
        assertThat(atClose).isLessThan(16 << 20);
        Thread.sleep(20);
        assertThat(read.get()).isEqualTo(atClose);
    }
}

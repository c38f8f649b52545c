package io.github.pythondist.environment;

import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/** Brings a tree to the disk, so that after a crash its name never stands for files without their content. */
final class DiskSync {

    private DiskSync() {}

    static void sync(Path tree) throws IOException {
        if (!syncFileSystem(tree)) {
            syncEach(tree);
        }
    }

    /** One call for all files, a hundred times faster than one each; Java has none, the machine's sync(1) has. */
    private static boolean syncFileSystem(Path tree) throws IOException {
        Path log = tree.resolveSibling("sync.log");
        try {
            return JobProcess.helper(List.of("sync", "-f", tree.toString()), log, "sync")
                            .run()
                    == 0;
        } catch (BuildFailure e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            return false;
        } finally {
            Files.deleteIfExists(log);
        }
    }

    private static void syncEach(Path tree) throws IOException {
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()) {
                    force(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException e) throws IOException {
                force(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}

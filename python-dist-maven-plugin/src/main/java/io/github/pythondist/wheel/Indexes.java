package io.github.pythondist.wheel;

import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.file.Path;

/** What can be wrong with an index of packages. */
final class Indexes {

    private Indexes() {}

    static BuildFailure unreachable(PackageIndex index, String how, Path log) throws IOException {
        return PipTool.failure("The package index " + index + " " + how, log)
                .remedy("Check <indexUrl> (python-dist.indexUrl), or the mirror of <indexId> in settings.xml")
                .remedy("Credentials are those of the server with that id, proxies the active ones of settings.xml,"
                        + " authorities to trust those of <indexCertificates>");
    }
}

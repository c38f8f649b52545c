package io.github.pythondist.mojo;

import io.github.pythondist.provenance.SupplyChain;
import javax.inject.Named;
import javax.inject.Singleton;
import org.apache.maven.artifact.handler.ArtifactHandler;
import org.apache.maven.artifact.handler.DefaultArtifactHandler;

/**
 * What a project of the packaging {@code python-dist} is to Maven: no jar, but a list of checksums of all that is attached to
 * it. Maven wants a file for a project that is no {@code pom}, and this one has no platform.
 */
@Named(PythonDistPackaging.NAME)
@Singleton
final class PythonDistArtifactHandler extends DefaultArtifactHandler implements ArtifactHandler {

    PythonDistArtifactHandler() {
        super(PythonDistPackaging.NAME);
        setExtension(SupplyChain.SHA256SUMS);
        setLanguage("python");
        setAddedToClasspath(false);
    }
}

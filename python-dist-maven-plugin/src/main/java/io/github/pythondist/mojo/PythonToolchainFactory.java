package io.github.pythondist.mojo;

import javax.inject.Named;
import javax.inject.Singleton;
import org.apache.maven.toolchain.MisconfiguredToolchainException;
import org.apache.maven.toolchain.ToolchainFactory;
import org.apache.maven.toolchain.ToolchainPrivate;
import org.apache.maven.toolchain.model.ToolchainModel;
import org.jspecify.annotations.Nullable;

/** By this Maven knows the type {@value PythonToolchain#TYPE} in projects that take the plugin's extensions. */
@Named(PythonToolchain.TYPE)
@Singleton
final class PythonToolchainFactory implements ToolchainFactory {

    @Override
    public ToolchainPrivate createToolchain(ToolchainModel model) throws MisconfiguredToolchainException {
        return PythonToolchain.of(model);
    }

    /** None: an interpreter that nobody chose is not used. */
    @Override
    public @Nullable ToolchainPrivate createDefaultToolchain() {
        return null;
    }
}

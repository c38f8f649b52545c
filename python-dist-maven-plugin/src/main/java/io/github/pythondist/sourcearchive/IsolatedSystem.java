package io.github.pythondist.sourcearchive;

import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/** Git without the configuration of this user and this machine, and without JGit's notes in the user's home. */
final class IsolatedSystem extends SystemReader.Delegate {

    private IsolatedSystem(SystemReader real) {
        super(real);
    }

    /** Takes effect for all of this class loader, which is the plugin's own. */
    static synchronized void enter() {
        if (!(SystemReader.getInstance() instanceof IsolatedSystem)) {
            SystemReader.setInstance(new IsolatedSystem(SystemReader.getInstance()));
        }
    }

    @Override
    public FileBasedConfig openUserConfig(Config parent, FS fs) {
        return empty(parent, fs);
    }

    @Override
    public FileBasedConfig openSystemConfig(Config parent, FS fs) {
        return empty(parent, fs);
    }

    @Override
    public FileBasedConfig openJGitConfig(Config parent, FS fs) {
        return empty(parent, fs);
    }

    private static FileBasedConfig empty(Config parent, FS fs) {
        return new FileBasedConfig(parent, null, fs) {
            @Override
            public void load() {}

            @Override
            public void save() {}

            @Override
            public boolean isOutdated() {
                return false;
            }
        };
    }
}

package io.github.pythondist.wheelbuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.environment.Tier;
import io.github.pythondist.wheelbuild.BuildPlace.Kind;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BuildPlaceTest {

    @Test
    void readsWhatUsersWrite() {
        assertThat(BuildPlace.parse("auto")).isEqualTo(new BuildPlace(Kind.AUTOMATIC, Optional.empty()));
        assertThat(BuildPlace.parse(" None ")).isEqualTo(new BuildPlace(Kind.MACHINE, Optional.empty()));
        assertThat(BuildPlace.parse("chroot")).isEqualTo(new BuildPlace(Kind.ENVIRONMENT, Optional.of(Tier.CHROOT)));
        assertThatThrownBy(() -> BuildPlace.parse("docker"))
                .hasMessageContaining("'docker'")
                .hasMessageContaining("auto, none, namespaces, chroot or host");
    }
}

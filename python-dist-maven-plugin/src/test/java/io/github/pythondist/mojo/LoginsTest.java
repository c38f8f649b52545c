package io.github.pythondist.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.report.BuildFailure;
import java.util.List;
import org.apache.maven.artifact.repository.MavenArtifactRepository;
import org.apache.maven.artifact.repository.layout.DefaultRepositoryLayout;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.repository.RemoteRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginsTest {

    /** Encoded, as people paste them, and with what makes a URL unreadable. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://reader:secret@repository.example.com/simple",
                "https://secret@repository.example.com/simple",
                "https://reader:secret@pass@repository.example.com/simple",
                "https://reader:sec^ret@repository.example.com/simple",
                "https://reader:secret 1@repository.example.com/simple",
                "https://reader:secret/1@repository.example.com/simple",
                "https://reader:secret#1@repository.example.com/simple",
                "https://reader:secret@my_repository/simple",
                "ftp://reader:secret@repository.example.com/simple",
            })
    void aLoginIsRefusedAndNotSaid(String url) {
        assertThatThrownBy(() -> IndexSettings.uri(url))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("holds a login")
                .hasMessageNotContaining("sec")
                .hasNoCause();
        assertThatThrownBy(() -> WheelPublisher.repository("releases::" + url))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("holds a login")
                .hasMessageNotContaining("sec")
                .hasNoCause();
        assertThatThrownBy(() -> MavenFetching.mirror(url))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("holds a login")
                .hasMessageNotContaining("sec")
                .hasNoCause();
        assertThatThrownBy(() -> WheelPublisher.repository(url))
                .isInstanceOf(BuildFailure.class)
                .hasMessageNotContaining("sec");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://reader:secret@repository.example.com/releases",
                "https://reader:secret@pass-secret@repository.example.com/releases",
                "https://reader:pass/secret@repository.example.com/releases",
                "https://reader:pass#secret@repository.example.com/releases",
                "https://reader:pass@word/secret@repository.example.com/releases",
            })
    void aLoginOfARepositoryIsNotSaid(String url) {
        MavenProject project = new MavenProject();
        project.setRemoteArtifactRepositories(
                List.of(new MavenArtifactRepository("releases", url, new DefaultRepositoryLayout(), null, null)));
        assertThat(InterpreterResolver.asked(project))
                .singleElement()
                .asString()
                .startsWith("releases (https://")
                .doesNotContain("secret");
        RemoteRepository repository = new RemoteRepository.Builder("releases", "default", url).build();
        assertThat(ArtifactFiles.withoutLogins("Could not find it in releases (" + url + ")", List.of(repository)))
                .startsWith("Could not find it in releases (https://")
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://repository.example.com/simple",
                "https://repository.example.com:8443/feed@Local/simple",
                "http://my_repository:8081/simple",
                "http://[::1]:8081/feed@Local/simple",
                "file:///srv/index@home/simple",
            })
    void anAddressWithoutALoginIsTaken(String url) {
        assertThat(IndexSettings.uri(url)).hasToString(url);
        assertThat(WheelPublisher.repository("releases::" + url).group(2)).isEqualTo(url);
    }

    @Test
    void whatIsWrongWithAnAddressIsSaid() {
        assertThatThrownBy(() -> IndexSettings.uri("repository.example.com/simple"))
                .hasMessageContaining("repository.example.com/simple");
        assertThatThrownBy(() -> WheelPublisher.repository("https://repository.example.com/"))
                .hasMessageContaining("id::url");
    }
}

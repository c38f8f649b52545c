package io.github.pythondist.mojo;

import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Logins;
import io.github.pythondist.source.Proxy;
import io.github.pythondist.wheel.PackageIndex;
import io.github.pythondist.wheel.PackageIndex.Login;
import io.github.pythondist.wheel.PackageIndex.ProxyServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.settings.Mirror;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.crypto.DefaultSettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecrypter;

/** An index of Python packages, as Maven's settings see it: its mirror, the login for it, the proxy on the way. */
@Named
@Singleton
final class IndexSettings {

    private final MavenFetching fetching;
    private final SettingsDecrypter decrypter;

    @Inject
    IndexSettings(MavenFetching fetching, SettingsDecrypter decrypter) {
        this.fetching = fetching;
        this.decrypter = decrypter;
    }

    /**
     * The index with an id. A mirror counts only if its {@code mirrorOf} names that id: what mirrors everything is a Maven
     * repository.
     */
    PackageIndex index(MavenSession session, String id, Optional<String> url, Optional<Path> certificates) {
        Optional<Mirror> mirror = session.getSettings().getMirrors().stream()
                .filter(candidate -> Arrays.asList(candidate.getMirrorOf().split("\\s*,\\s*", -1))
                        .contains(id))
                .findFirst();
        Optional<URI> place = mirror.map(Mirror::getUrl).or(() -> url).map(IndexSettings::uri);
        String server = mirror.map(Mirror::getId).orElse(id);
        // Without a URL of ours it is a public index, which a login for publishing is no business of.
        Optional<Login> login = place.flatMap(ours -> login(session, server));
        // The default index is reached by https; which hosts are reached directly is for pip to compare then.
        Optional<Proxy> proxy = place.isPresent()
                ? Proxy.choose(
                        fetching.proxies(session),
                        place.get().getScheme(),
                        Optional.ofNullable(place.get().getHost()).orElse(""))
                : Proxy.choose(fetching.proxies(session), "https", "");
        return new PackageIndex(
                place,
                login,
                proxy.map(known -> new ProxyServer(
                        known.host(),
                        known.port(),
                        known.user()
                                .map(user -> new Login(user, known.password().orElse(""))),
                        known.nonProxyHosts())),
                certificates);
    }

    private Optional<Login> login(MavenSession session, String id) {
        return Optional.ofNullable(session.getSettings().getServer(id))
                .map(server -> decrypter
                        .decrypt(new DefaultSettingsDecryptionRequest(server))
                        .getServer())
                .filter(server -> server.getUsername() != null)
                .map(IndexSettings::login);
    }

    private static Login login(Server server) {
        return new Login(server.getUsername(), server.getPassword() == null ? "" : server.getPassword());
    }

    static URI uri(String text) {
        // First of all: what is wrong with it is said with the whole of it.
        Logins.refuse(
                text,
                "the package index",
                "Put user name and password into a <server> of settings.xml and name its id as <indexId>");
        URI uri;
        try {
            uri = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw noIndex(text, e.getMessage());
        }
        if (uri.getScheme() == null || !uri.getScheme().matches("https?|file")) {
            throw noIndex(text, "it does not begin with https://, http:// or file://");
        }
        return uri;
    }

    private static BuildFailure noIndex(String text, String why) {
        return new BuildFailure("'" + text + "' is no URL of a package index")
                .detail(why)
                .remedy("Give <indexUrl> the address that ends in /simple, as pip's --index-url has it");
    }
}

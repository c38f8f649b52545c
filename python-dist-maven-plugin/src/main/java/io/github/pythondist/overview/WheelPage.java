package io.github.pythondist.overview;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import io.github.pythondist.files.AtomicFiles;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;

/**
 * The page of tracked wheels: what {@code wheels.json} tells, as one file of HTML that needs no other file, no server
 * and, for reading, no JavaScript.
 *
 * <p>Its texts come from foreign packages. Everything that is put into the template is escaped, and the page's own
 * Content-Security-Policy (CSP Level 3) lets nothing run or apply but the one script and the one style that it was made
 * with, by their digests, and nothing be fetched.
 */
@Named
@Singleton
public final class WheelPage {

    private static final String FOLDER = "/overview/";

    @Inject
    public WheelPage() {}

    /** What the template sees first: its own style and script, and the content policy's sources for them. */
    private record Page(String style, String stylePolicy, String script, String scriptPolicy, WheelView view) {}

    /**
     * Renders the record of results.
     *
     * @param wheelsJson what the goal {@code wheels} keeps
     * @param htmlFile in UTF-8, replaced; the same for the same record, and not touched if that cannot be read
     * @return how many packages it shows
     * @throws BuildFailure if the record is missing, no JSON, of another schema, or if a member has the wrong type; or
     *     if the page cannot be written
     */
    public int write(Path wheelsJson, Path htmlFile) {
        WheelView view = WheelView.of(TrackedWheels.read(wheelsJson));
        String html = render(view);
        try {
            AtomicFiles.writeString(htmlFile, html);
        } catch (IOException e) {
            throw new BuildFailure("Cannot write the page of wheels to " + htmlFile, e);
        }
        return view.total();
    }

    private static String render(WheelView view) {
        String style = resource("wheels.css");
        String script = resource("wheels.js");
        Template template = Mustache.compiler()
                .escapeHTML(true)
                .strictSections(true)
                .emptyStringIsFalse(true)
                .zeroIsFalse(true)
                .compile(resource("wheels.mustache"));
        return template.execute(new Page(style, policy(style), script, policy(script), view));
    }

    /** The source expression that allows one inline element: the digest of what is between its tags. */
    private static String policy(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = WheelPage.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new IllegalStateException("the plugin lacks " + FOLDER + name);
            }
            // A plugin that was built from a checkout with other line ends makes the same page.
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new IllegalStateException("the plugin's " + FOLDER + name + " cannot be read", e);
        }
    }
}

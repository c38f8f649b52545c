package io.github.pythondist.source;

import io.github.pythondist.report.BuildFailure;
import java.io.Serial;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** No place yielded a file: the cause of the {@link BuildFailure} that says so to the user. */
public final class NotFetched extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient SourceFile source;
    private final ArrayList<String> reasons = new ArrayList<>();
    private final EnumSet<PlaceException.Kind> kinds = EnumSet.noneOf(PlaceException.Kind.class);

    NotFetched(SourceFile source) {
        super(source.file());
        this.source = source;
    }

    void add(String place, PlaceException problem) {
        reasons.add(place + ": " + problem.reason());
        kinds.add(problem.kind());
    }

    List<String> reasons() {
        return List.copyOf(reasons);
    }

    String summary() {
        return source.file() + " (SHA-256 " + source.sha256() + ", " + source.size() + " bytes)";
    }

    BuildFailure asFailure() {
        BuildFailure failure = new BuildFailure("Cannot fetch " + summary() + ": no place has it");
        reasons.forEach(failure::detail);
        addRemedies(failure, kinds);
        failure.initCause(this);
        return failure;
    }

    /**
     * @param problems at least one
     * @param asked how many files were wanted
     * @param shown at most so many are told one by one
     */
    static BuildFailure asFailure(List<NotFetched> problems, int asked, int shown) {
        if (problems.size() == 1) {
            return problems.get(0).asFailure();
        }
        BuildFailure failure = new BuildFailure("Cannot fetch " + problems.size() + " of " + asked + " files");
        Set<PlaceException.Kind> kinds = EnumSet.noneOf(PlaceException.Kind.class);
        for (NotFetched problem : problems) {
            kinds.addAll(problem.kinds);
        }
        for (NotFetched problem : problems.subList(0, Math.min(shown, problems.size()))) {
            failure.detail(problem.summary() + "\n    " + String.join("\n    ", problem.reasons));
        }
        if (problems.size() > shown) {
            failure.detail("... and " + (problems.size() - shown) + " more");
        }
        addRemedies(failure, kinds);
        failure.initCause(problems.get(0));
        return failure;
    }

    private static void addRemedies(BuildFailure failure, Set<PlaceException.Kind> kinds) {
        if (kinds.contains(PlaceException.Kind.OFFLINE)) {
            failure.remedy("Build once without -o: what is fetched then serves every later build offline");
        }
        if (kinds.contains(PlaceException.Kind.NO_MIRROR)) {
            failure.remedy(
                    "Name a mirror of the Debian archive: -Dpython-dist.debianMirror=<URL, the folder above pool/>");
        }
        if (kinds.contains(PlaceException.Kind.UNREACHABLE) || kinds.contains(PlaceException.Kind.TRANSIENT)) {
            failure.remedy(
                    "If this machine reaches the web through a proxy, declare it under <proxies> in settings.xml:"
                            + " neither Maven nor Java reads HTTP_PROXY");
        }
        failure.remedy("Or fetch the file by other means and put it, under the name above, into a folder given as"
                + " -Dpython-dist.sourceDirectories=<folder>");
    }
}

package io.github.pythondist.sourcearchive;

import io.github.pythondist.files.Trees;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Logins;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.Status;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.NoWorkTreeException;
import org.eclipse.jgit.errors.RepositoryNotFoundException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevTag;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;

/** A git repository that is whole: every commit in it is what its id says. */
final class SourceRepository implements AutoCloseable {

    private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.*|[^/\\\\]+@[^/\\\\]+:.*");
    private static final Pattern SSH =
            Pattern.compile("(ssh|git\\+ssh|ssh\\+git)://.*|(?![A-Za-z][A-Za-z0-9+.-]*://).*");
    private static final String CLONE =
            "Clone it with git, all of it (git clone --mirror), and give that path as python-dist.repository";
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{40}");
    private static final String REPLACEMENTS = "refs/replace/";
    private static final int SILENCE_SECONDS = 120;
    private static final int MOST_NAMED = 5;

    private final String named;
    private final Repository repository;
    private final Optional<Path> temporary;

    private SourceRepository(String named, Repository repository, Optional<Path> temporary) {
        this.named = named;
        this.repository = repository;
        this.temporary = temporary;
    }

    /**
     * Opens the repository at a path, or fetches one into a directory that is deleted on closing.
     *
     * @throws BuildFailure if there is none, it cannot be fetched, it is shallow, or objects in it are replaced
     */
    static SourceRepository open(SourceArchiveRequest request) {
        IsolatedSystem.enter();
        SourceRepository opened = URL.matcher(request.repository()).matches() ? fetch(request) : atPath(request);
        try {
            opened.refuseOtherIds();
            opened.refuseShallow();
            opened.refuseReplacements();
            return opened;
        } catch (IOException e) {
            opened.close();
            throw new BuildFailure("Cannot read the git repository " + opened.named, e);
        } catch (BuildFailure e) {
            opened.close();
            throw e;
        }
    }

    /** The last name of a path or URL, without {@code .git}. */
    static String nameOf(SourceArchiveRequest request) {
        String address = request.repository();
        if (!URL.matcher(address).matches()) {
            address = request.baseDirectory()
                    .resolve(address)
                    .toAbsolutePath()
                    .normalize()
                    .toString();
        }
        String plain = address.replace('\\', '/').replaceAll("/+$", "").replaceAll("/?\\.git$", "");
        return plain.substring(Math.max(plain.lastIndexOf('/'), plain.lastIndexOf(':')) + 1);
    }

    /** Reads objects, and refuses those that are not what their ids say. */
    ObjectReader objects() {
        return new VerifiedObjects(repository.newObjectReader(), named);
    }

    private static SourceRepository atPath(SourceArchiveRequest request) {
        Path path;
        try {
            path = request.baseDirectory()
                    .resolve(request.repository())
                    .toAbsolutePath()
                    .normalize();
        } catch (InvalidPathException e) {
            throw new BuildFailure("'" + request.repository() + "' is neither a path nor a URL of a git repository", e)
                    .remedy("Correct python-dist.repository");
        }
        try {
            FileRepositoryBuilder builder = new FileRepositoryBuilder().setMustExist(true);
            Path dotGit = path.resolve(Constants.DOT_GIT);
            if (Files.isDirectory(dotGit)) {
                builder.setGitDir(dotGit.toFile());
            } else if (Files.isRegularFile(dotGit)) {
                // A linked work tree or a submodule: the file says where the repository is.
                builder.setWorkTree(path.toFile());
            } else {
                builder.setGitDir(path.toFile());
            }
            return new SourceRepository(path.toString(), builder.build(), Optional.empty());
        } catch (RepositoryNotFoundException e) {
            throw new BuildFailure("There is no git repository at " + path)
                    .detail(whyNone(path))
                    .remedy("Give the top directory of a work tree, a bare repository or a URL"
                            + " as python-dist.repository");
        } catch (IOException | IllegalArgumentException e) {
            throw new BuildFailure("Cannot open the git repository at " + path, e)
                    .remedy("git -C '" + path + "' status tells what is wrong with it, if git can read it");
        }
    }

    private static String whyNone(Path path) {
        if (Files.isRegularFile(path.resolve(Constants.DOT_GIT))) {
            return "Its .git names one that is not there.";
        }
        return Files.exists(path) ? "It has no .git and is no bare repository." : "There is nothing.";
    }

    private static SourceRepository fetch(SourceArchiveRequest request) {
        String shown = Logins.without(request.repository());
        if (SSH.matcher(request.repository()).matches()) {
            throw new BuildFailure("Cannot fetch " + shown + ": SSH is not supported").remedy(CLONE);
        }
        if (request.offline()) {
            throw new BuildFailure("Cannot fetch " + shown + ": Maven is offline")
                    .remedy("Run without -o, or give the path of a clone as python-dist.repository");
        }
        String refs = request.tag().map(SourceRepository::tagRef).orElse("refs/*");
        Path directory = null;
        Git git = null;
        try {
            Files.createDirectories(request.outputDirectory());
            directory = Files.createTempDirectory(request.outputDirectory(), ".repository-");
            git = Git.init().setBare(true).setDirectory(directory.toFile()).call();
            git.fetch()
                    .setRemote(request.repository())
                    .setRefSpecs(new RefSpec("+" + refs + ":" + refs))
                    .setTagOpt(TagOpt.NO_TAGS)
                    .setTimeout(SILENCE_SECONDS)
                    .call();
            return new SourceRepository(shown, git.getRepository(), Optional.of(directory));
        } catch (GitAPIException | IOException | RuntimeException e) {
            // Of URLs that nothing can be fetched from JGit and Java say so in unchecked exceptions, too.
            if (git != null) {
                git.close();
            }
            discard(Optional.ofNullable(directory));
            throw new BuildFailure(
                            "Cannot fetch "
                                    + request.tag().map(tag -> "the tag " + tag).orElse("the commits") + " of " + shown,
                            e instanceof RuntimeException && e.getCause() != null ? e.getCause() : e)
                    .remedy("If it needs credentials: " + CLONE);
        }
    }

    private void refuseOtherIds() {
        String format = repository.getConfig().getString("extensions", null, "objectFormat");
        if (format != null && !format.equalsIgnoreCase("sha1")) {
            throw new BuildFailure("The git repository " + named + " has object ids of the format " + format
                            + ", which source archives do not support: only sha1")
                    .remedy("Archive a repository whose objects are named by SHA-1, git's default");
        }
    }

    private void refuseShallow() throws IOException {
        Set<ObjectId> shallow = repository.getObjectDatabase().getShallowCommits();
        if (!shallow.isEmpty()) {
            throw new BuildFailure("The git repository " + named + " is shallow: its history ends at "
                            + shallow.stream()
                                    .map(ObjectId::name)
                                    .sorted()
                                    .findFirst()
                                    .orElseThrow())
                    .detail("What a tag stands on cannot be seen in it.")
                    .remedy("git fetch --unshallow --tags; in a CI checkout, set the fetch depth to all");
        }
    }

    /** Replaced objects would make git show, under the same commit id, what is not in the archive. */
    private void refuseReplacements() throws IOException {
        List<Ref> replaced = repository.getRefDatabase().getRefsByPrefix(REPLACEMENTS);
        if (!replaced.isEmpty()) {
            BuildFailure failure = new BuildFailure("Objects are replaced in the git repository " + named);
            replaced.stream()
                    .limit(MOST_NAMED)
                    .forEach(ref -> failure.detail(ref.getName().substring(REPLACEMENTS.length()) + " by "
                            + ref.getObjectId().name()));
            throw failure.remedy("git replace -d <object>, or use a fresh clone, which has no replacements");
        }
        Path grafts = repository.getDirectory().toPath().resolve("info").resolve("grafts");
        if (Files.isRegularFile(grafts) && !Files.readString(grafts).isBlank()) {
            throw new BuildFailure("The history of the git repository " + named + " is grafted")
                    .detail("Grafts are in " + grafts)
                    .remedy("Delete that file, or use a fresh clone");
        }
    }

    /**
     * Finds the tag and holds it against the commit that it must be.
     *
     * @throws BuildFailure if tag or commit is unknown, or the tag leads to another commit
     */
    Revision resolve(Optional<String> tag, Optional<String> commit) {
        try (ObjectReader objects = objects();
                RevWalk walk = new RevWalk(objects)) {
            Optional<ObjectId> wanted = commit.map(SourceRepository::parse);
            if (tag.isEmpty()) {
                return new Revision(Optional.empty(), Optional.empty(), commit(walk, wanted.orElseThrow()));
            }
            String name = tagRef(tag.get()).substring(Constants.R_TAGS.length());
            Ref ref = repository.exactRef(Constants.R_TAGS + name);
            if (ref == null) {
                throw unknown(name);
            }
            RevObject object = walk.parseAny(ref.getObjectId());
            Optional<String> tagObject = object instanceof RevTag ? Optional.of(object.name()) : Optional.empty();
            RevObject target = walk.peel(object);
            if (!(target instanceof RevCommit found)) {
                throw new BuildFailure("The tag " + name + " of " + named + " is no tag of a commit: it leads to the "
                                + Constants.typeString(target.getType()) + " " + target.name())
                        .remedy("Name the tag of a commit as python-dist.tag");
            }
            if (wanted.isPresent() && !wanted.get().equals(found)) {
                BuildFailure failure = new BuildFailure("The tag " + name + " of " + named + " is another commit")
                        .detail("demanded: " + wanted.get().name())
                        .detail("found:    " + found.name());
                tagObject.ifPresent(id -> failure.detail("by the tag object " + id));
                if (tagObject.filter(wanted.get().name()::equals).isPresent()) {
                    throw failure.remedy("What is demanded is the tag object; demand the commit");
                }
                throw failure.remedy("Find out whether the tag was moved before you demand another commit");
            }
            return new Revision(Optional.of(name), tagObject, commit(walk, found));
        } catch (IOException e) {
            throw new BuildFailure("Cannot read the git repository " + named, e)
                    .remedy("git fsck tells what is missing or damaged; archive another clone");
        }
    }

    private static ObjectId parse(String commit) {
        if (!ID.matcher(commit).matches()) {
            throw new BuildFailure("'" + commit + "' is no commit id")
                    .remedy("Give all 40 hexadecimal digits, as git rev-parse '<tag>^{commit}' prints them");
        }
        return ObjectId.fromString(commit.toLowerCase(Locale.ROOT));
    }

    private RevCommit commit(RevWalk walk, ObjectId id) throws IOException {
        try {
            RevObject object = walk.parseAny(id);
            if (!(object instanceof RevCommit commit)) {
                throw new BuildFailure("The object " + id.name() + " in " + named + " is no commit but a "
                                + Constants.typeString(object.getType()))
                        .remedy("Give the commit's id as python-dist.commit");
            }
            walk.parseBody(commit);
            return commit;
        } catch (MissingObjectException e) {
            throw new BuildFailure("There is no commit " + id.name() + " in " + named)
                    .remedy("Fetch it, or correct python-dist.commit");
        }
    }

    private BuildFailure unknown(String name) throws IOException {
        List<String> tags = repository.getRefDatabase().getRefsByPrefix(Constants.R_TAGS).stream()
                .map(ref -> ref.getName().substring(Constants.R_TAGS.length()))
                .toList();
        BuildFailure failure = new BuildFailure("There is no tag " + name + " in " + named);
        if (tags.isEmpty()) {
            return failure.detail("It has no tags at all.").remedy("git fetch --tags");
        }
        List<String> near = tags.stream()
                .sorted(Comparator.<String>comparingInt(tag -> -common(tag, name))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MOST_NAMED)
                .toList();
        return failure.detail("It has " + tags.size() + ", among them " + String.join(", ", near))
                .remedy("Correct python-dist.tag, or git fetch --tags");
    }

    private static int common(String one, String other) {
        int n = 0;
        while (n < one.length() && n < other.length() && one.charAt(n) == other.charAt(n)) {
            n++;
        }
        return n;
    }

    private static String tagRef(String tag) {
        String ref = tag.startsWith(Constants.R_TAGS) ? tag : Constants.R_TAGS + tag;
        if (!Repository.isValidRefName(ref)) {
            throw new BuildFailure("'" + tag + "' cannot be the name of a git tag")
                    .remedy("Correct python-dist.tag; git tag --list names those of a repository");
        }
        return ref;
    }

    /**
     * Changes that are not in the commit matter to who archives what is checked out, and believes they are inside.
     *
     * @param filtered files that a program of somebody's configuration makes something else of when they are checked
     *     out; no such program is run, so changes in these files alone are not seen
     * @throws BuildFailure if the commit is the one checked out, and tracked files differ from it
     */
    void refuseDirty(RevCommit commit, List<CommitFile> filtered) {
        try {
            // Without an index nothing was ever checked out (git clone --no-checkout).
            if (repository.isBare()
                    || !repository.getIndexFile().exists()
                    || !commit.equals(repository.resolve(Constants.HEAD))) {
                return;
            }
            Status status = new Git(repository)
                    .status()
                    .setWorkingTreeIt(new PlainWorkTree(repository))
                    .call();
            Set<String> changed = new TreeSet<>(status.getModified());
            filtered.forEach(file -> changed.remove(new String(file.path(), StandardCharsets.UTF_8)));
            changed.addAll(status.getAdded());
            changed.addAll(status.getChanged());
            changed.addAll(status.getRemoved());
            changed.addAll(status.getMissing());
            changed.addAll(status.getConflicting());
            if (!changed.isEmpty()) {
                BuildFailure failure =
                        new BuildFailure("The work tree of " + named + " has changes that the commit does not have");
                changed.stream()
                        .limit(MOST_NAMED)
                        .map(path -> CommitFile.text(path.getBytes(StandardCharsets.UTF_8)))
                        .forEach(failure::detail);
                if (changed.size() > MOST_NAMED) {
                    failure.detail("and " + (changed.size() - MOST_NAMED) + " more");
                }
                throw failure.remedy("Commit and tag them, or git stash")
                        .remedy("Or say that they are not wanted: -Dpython-dist.allowDirty=true");
            }
        } catch (GitAPIException | IOException | NoWorkTreeException e) {
            throw new BuildFailure("Cannot compare the work tree of " + named + " with its commit", e)
                    .remedy("git status tells more; -Dpython-dist.allowDirty=true does not compare");
        }
    }

    @Override
    public void close() {
        repository.close();
        discard(temporary);
    }

    private static void discard(Optional<Path> temporary) {
        if (temporary.isPresent()) {
            try {
                Trees.delete(temporary.get());
            } catch (IOException e) {
                throw new BuildFailure("Cannot delete the fetched repository " + temporary.get(), e);
            }
        }
    }
}

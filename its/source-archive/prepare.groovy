import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant
import java.time.ZoneOffset
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream
import org.eclipse.jgit.api.Git
import org.eclipse.jgit.dircache.DirCache
import org.eclipse.jgit.dircache.DirCacheEntry
import org.eclipse.jgit.lib.CommitBuilder
import org.eclipse.jgit.lib.Constants
import org.eclipse.jgit.lib.FileMode
import org.eclipse.jgit.lib.PersonIdent
import org.eclipse.jgit.revwalk.RevWalk
import org.tukaani.xz.XZInputStream

// With everything fixed that goes into a commit, its id is the one that the POM demands.
def somebody = new PersonIdent('Somebody', 'somebody@example.org', Instant.parse('2026-01-02T03:04:05Z'), ZoneOffset.UTC)
def source = new File(basedir, 'snake')
Git.init().setDirectory(source).setInitialBranch('main').call().withCloseable { git ->
    git.repository.config.with {
        setBoolean('commit', null, 'gpgSign', false)
        setBoolean('core', null, 'autocrlf', false)
        save()
    }
    new File(source, '.gitattributes').setText('version.txt export-subst\n*.bat text eol=crlf\n/internal export-ignore\n', 'UTF-8')
    new File(source, 'version.txt').setText('$Format:%D %H$\n', 'UTF-8')
    new File(source, 'run.bat').setText('echo one\necho two\n', 'UTF-8')
    new File(source, 'internal').mkdir()
    new File(source, 'internal/notes.txt').setText('not for everybody\n', 'UTF-8')
    new File(source, 'snake').setText('#!/usr/bin/env python3\nprint("sss")\n', 'UTF-8')
    new File(source, 'snake').setExecutable(true)
    Files.createSymbolicLink(new File(source, 'serpent').toPath(), Path.of('snake'))
    git.add().addFilepattern('.').call()
    git.commit().setMessage('Release 1.0\n').setAuthor(somebody).setCommitter(somebody).call()
    git.tag().setName('v1.0').setMessage('Release 1.0\n').setTagger(somebody).setSigned(false).call()
}

Git.cloneRepository().setURI(source.toURI().toString()).setDirectory(new File(basedir, 'shallow')).setDepth(1).call().close()

Git.cloneRepository().setURI(source.toURI().toString()).setDirectory(new File(basedir, 'moved')).call().withCloseable { git ->
    new File(basedir, 'moved/snake').append('print("and something else")\n')
    git.commit().setAll(true).setMessage('Harmless\n').setAuthor(somebody).setCommitter(somebody).setSign(false).call()
    git.tag().setName('v1.0').setMessage('Release 1.0\n').setTagger(somebody).setSigned(false).setForceUpdate(true).call()
}

// What python.org publishes is more than CPython's repository: news and more are generated. Its files as a commit, at its time.
def version = cpythonVersion.replaceAll('-[0-9]+$', '')
def published = Files.walk(new File(sharedCache, 'sources').toPath()).withCloseable { files ->
    files.filter { it.fileName.toString() == "Python-${version}.tar.xz".toString() }.findFirst().get()
}
Git.init().setBare(true).setDirectory(new File(basedir, 'cpython.git')).setInitialBranch('main').call().withCloseable { git ->
    def index = DirCache.newInCore()
    def builder = index.builder()
    def time = null
    def inserter = git.repository.newObjectInserter()
    new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(Files.newInputStream(published)))).withCloseable { tar ->
        for (def entry = tar.nextEntry; entry != null; entry = tar.nextEntry) {
            if (entry.file) {
                def added = new DirCacheEntry(entry.name.substring("Python-$version/".length()))
                added.fileMode = entry.mode & 0100 ? FileMode.EXECUTABLE_FILE : FileMode.REGULAR_FILE
                added.objectId = inserter.insert(Constants.OBJ_BLOB, entry.size, tar)
                builder.add(added)
                time = entry.lastModifiedTime.toInstant()
            }
        }
    }
    builder.finish()
    def commit = new CommitBuilder()
    commit.treeId = index.writeTree(inserter)
    commit.author = new PersonIdent(somebody, time, ZoneOffset.UTC)
    commit.committer = commit.author
    commit.message = "Python $version\n"
    def id = inserter.insert(commit)
    inserter.flush()
    git.tag().setName("v$version").setMessage("Python $version\n").setTagger(somebody).setSigned(false)
            .setObjectId(new RevWalk(git.repository).parseCommit(id)).call()
}
new File(basedir, 'published').text = published.toString()
def pom = new File(basedir, 'pom.xml')
pom.setText(pom.getText('UTF-8').replace('@cpythonRelease@', version), 'UTF-8')

return true

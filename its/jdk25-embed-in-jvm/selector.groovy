// The story needs a JDK 25: JAVA25_HOME, a toolchain of the user's, or where systems put JDKs.
def isJdk25 = { File home -> new File(home, 'bin/javac').exists() && new File(home, 'release').with { it.exists() && it.text.contains('JAVA_VERSION="25') } }
def homes = []
if (System.getenv('JAVA25_HOME')) {
    homes << new File(System.getenv('JAVA25_HOME'))
}
def userHome = new File(System.getProperty('user.home'))
def toolchains = new File(userHome, '.m2/toolchains.xml')
if (toolchains.exists()) {
    (toolchains.text =~ /<jdkHome>\s*(.*?)\s*<\/jdkHome>/).each { homes << new File(it[1]) }
}
[new File('/usr/lib/jvm'), new File('/usr/java'), new File(userHome, '.sdkman/candidates/java'), new File(userHome, '.jdks')].each {
    homes.addAll((it.listFiles() ?: []).sort())
}
def found = homes.find(isJdk25)
println(found ? "JDK 25: ${found}" : 'SKIPPED: no JDK 25 here; set JAVA25_HOME to one')
return found != null

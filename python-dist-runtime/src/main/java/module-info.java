/**
 * Python in a Java program: {@link io.github.pythondist.runtime.PythonBundle} is where to begin.
 *
 * <p>The other packages are shared with python-dist-maven-plugin and no API.
 */
module io.github.pythondist.runtime {
    requires static com.fasterxml.jackson.annotation;
    requires static transitive org.jspecify;

    exports io.github.pythondist.runtime;
}

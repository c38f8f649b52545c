package io.github.pythondist.runtime;

import java.util.Map;

/**
 * The environment variables that a standalone Python is started with, so that no other Python of the machine shines
 * through. {@link Python#command} applies it; for processes started in other ways it can be applied by hand.
 */
public final class PythonEnvironment {

    private PythonEnvironment() {}

    /**
     * Removes {@code PYTHON*}, {@code VIRTUAL_ENV} and {@code __PYVENV_LAUNCHER__}, and sets {@code
     * PYTHONDONTWRITEBYTECODE=1} (the interpreter is shared and read-only), {@code PYTHONNOUSERSITE=1}, {@code
     * PYTHONUTF8=1} and {@code PYTHONUNBUFFERED=1} (output is seen when it is written).
     *
     * @param environment such as {@link ProcessBuilder#environment()}; changed in place
     */
    public static void clean(Map<String, String> environment) {
        environment
                .keySet()
                .removeIf(name ->
                        name.startsWith("PYTHON") || name.equals("VIRTUAL_ENV") || name.equals("__PYVENV_LAUNCHER__"));
        environment.put("PYTHONDONTWRITEBYTECODE", "1");
        environment.put("PYTHONNOUSERSITE", "1");
        environment.put("PYTHONUTF8", "1");
        environment.put("PYTHONUNBUFFERED", "1");
    }
}

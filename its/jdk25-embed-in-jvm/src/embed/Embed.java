import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/**
 * Runs Python inside the JVM.
 *
 * <pre>java --enable-native-access=ALL-UNNAMED Embed.java target/python</pre>
 */
public final class Embed {

    public static void main(String[] arguments) throws Exception {
        inRoomyThread(() -> {
            run(Path.of(arguments[0]));
            return null;
        });
    }

    /** Python recurses deeper than the 1 MiB of stack that the JVM gives its threads. */
    private static <T> T inRoomyThread(Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(work);
        new Thread(null, task, "python", 16 << 20).start();
        return task.get();
    }

    private static void run(Path home) throws Exception {
        try (Python python = Python.start(home)) {
            python.run("""
                    import ctypes, sqlite3, ssl, sys

                    def greet(name):
                        assert ssl.create_default_context().verify_mode == ssl.CERT_REQUIRED
                        row = sqlite3.connect(":memory:").execute("select 'SQLite and ' || ?", ssl.OPENSSL_VERSION.split()[:1])
                        return f"{row.fetchone()[0]} greet {name}"

                    def divide(text):
                        return str(1 / int(text))

                    def place(_):
                        # What other libraries look up in the process is there: extension modules need it.
                        assert ctypes.pythonapi.Py_IsInitialized()
                        return f"Python {sys.version.split()[0]} from {sys.prefix}"
                    """);
            System.out.println(python.call("__main__", "place", ""));
            System.out.println(python.call("__main__", "greet", "the JVM"));
            System.out.println("factorial(20) = " + python.call("math", "factorial", 20));
            try {
                python.call("__main__", "divide", "0");
                throw new AssertionError("nothing was thrown");
            } catch (PythonException e) {
                System.out.println("caught " + e.getMessage());
            }
            python.letOthersIn(() -> {
                String answer = inRoomyThread(() -> python.inThisThread(() -> python.call("operator", "index", 42)));
                System.out.println("another thread: " + answer);
                return null;
            });
        }
    }

    /** What a Python exception says: its type and its text. */
    static final class PythonException extends Exception {
        private static final long serialVersionUID = 1L;

        PythonException(String message) {
            super(message);
        }
    }

    /** The part of Python's C API that a first program needs; see https://docs.python.org/3/c-api/. */
    static final class Python implements AutoCloseable {

        private static final Linker LINKER = Linker.nativeLinker();
        private static final int RTLD_NOW = 2;
        private static final int RTLD_GLOBAL = 0x100;

        private final SymbolLookup library;

        private final MethodHandle initialize = function("Py_InitializeEx", null, JAVA_INT);
        private final MethodHandle finalizePython = function("Py_FinalizeEx", JAVA_INT);
        private final MethodHandle ensure = function("PyGILState_Ensure", JAVA_INT);
        private final MethodHandle release = function("PyGILState_Release", null, JAVA_INT);
        private final MethodHandle saveThread = function("PyEval_SaveThread", ADDRESS);
        private final MethodHandle restoreThread = function("PyEval_RestoreThread", null, ADDRESS);
        private final MethodHandle importModule = function("PyImport_ImportModule", ADDRESS, ADDRESS);
        private final MethodHandle moduleDictionary = function("PyModule_GetDict", ADDRESS, ADDRESS);
        private final MethodHandle evaluate = function("PyRun_String", ADDRESS, ADDRESS, JAVA_INT, ADDRESS, ADDRESS);
        private final MethodHandle attribute = function("PyObject_GetAttrString", ADDRESS, ADDRESS, ADDRESS);
        private final MethodHandle callObject = function("PyObject_CallOneArg", ADDRESS, ADDRESS, ADDRESS);
        private final MethodHandle fromString = function("PyUnicode_FromString", ADDRESS, ADDRESS);
        private final MethodHandle fromLong = function("PyLong_FromLongLong", ADDRESS, JAVA_LONG);
        private final MethodHandle asString = function("PyObject_Str", ADDRESS, ADDRESS);
        private final MethodHandle asUtf8 = function("PyUnicode_AsUTF8", ADDRESS, ADDRESS);
        private final MethodHandle raised = function("PyErr_GetRaisedException", ADDRESS);
        private final MethodHandle type = function("PyObject_Type", ADDRESS, ADDRESS);
        private final MethodHandle forget = function("Py_DecRef", null, ADDRESS);

        private Python(SymbolLookup library) {
            this.library = library; // first, because the handles above are looked up in it
            super();
        }

        /**
         * Starts the interpreter; the calling thread owns it afterwards. Nothing need be set: libpython finds the
         * standard library from its own place.
         *
         * @param home where the distribution was unpacked
         */
        static Python start(Path home) throws IOException {
            Python python = new Python(load(library(home)));
            // 0: SIGINT and its kin stay with the JVM.
            python.invoke(python.initialize, 0);
            return python;
        }

        private static Path library(Path home) throws IOException {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(home.resolve("lib"), "libpython3.*.so.1.0")) {
                return found.iterator().next().toRealPath();
            }
        }

        /** Like {@link SymbolLookup#libraryLookup}, but for all: extension modules take Python's symbols from the process. */
        private static SymbolLookup load(Path file) {
            MethodHandle dlopen = LINKER.downcallHandle(
                    LINKER.defaultLookup().findOrThrow("dlopen"), FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT));
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment handle =
                        (MemorySegment) dlopen.invokeExact(arena.allocateFrom(file.toString()), RTLD_NOW | RTLD_GLOBAL);
                if (handle.address() == 0) {
                    throw new UnsatisfiedLinkError(file.toString());
                }
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
            return SymbolLookup.libraryLookup(file, Arena.global());
        }

        /** Runs statements in {@code __main__}. */
        void run(String code) throws PythonException {
            int file = 257; // Py_file_input
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment main = checked(pointer(importModule, arena.allocateFrom("__main__")));
                MemorySegment names = pointer(moduleDictionary, main);
                forget(checked(pointer(evaluate, arena.allocateFrom(code), file, names, names)));
                forget(main);
            }
        }

        /** Calls a function with a number or a text, and gives what Python prints of the result. */
        String call(String module, String function, Object argument) throws PythonException {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment owner = checked(pointer(importModule, arena.allocateFrom(module)));
                MemorySegment callable = checked(pointer(attribute, owner, arena.allocateFrom(function)));
                MemorySegment value = checked(
                        argument instanceof Number number
                                ? pointer(fromLong, number.longValue())
                                : pointer(fromString, arena.allocateFrom(argument.toString())));
                MemorySegment result = pointer(callObject, callable, value);
                forget(value);
                forget(callable);
                forget(owner);
                String text = text(checked(result));
                forget(result);
                return text;
            }
        }

        /** Lets go of the interpreter while {@code work} waits for other threads. */
        <T> T letOthersIn(Callable<T> work) throws Exception {
            MemorySegment state = pointer(saveThread);
            try {
                return work.call();
            } finally {
                invoke(restoreThread, state);
            }
        }

        /** Any other thread wraps its calls in this: one at a time, as Python's global lock wants it. */
        <T> T inThisThread(Callable<T> work) throws Exception {
            int state = (int) invoke(ensure);
            try {
                return work.call();
            } finally {
                invoke(release, state);
            }
        }

        @Override
        public void close() {
            invoke(finalizePython);
        }

        /** A null pointer stands for an exception. */
        private MemorySegment checked(MemorySegment object) throws PythonException {
            if (object.address() != 0) {
                return object;
            }
            MemorySegment exception = pointer(raised);
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment kind = pointer(type, exception);
                MemorySegment name = pointer(attribute, kind, arena.allocateFrom("__name__"));
                String message = text(name) + ": " + text(exception);
                forget(name);
                forget(kind);
                throw new PythonException(message);
            } finally {
                forget(exception);
            }
        }

        private String text(MemorySegment object) {
            MemorySegment string = pointer(asString, object);
            String text = pointer(asUtf8, string).reinterpret(Long.MAX_VALUE).getString(0);
            forget(string);
            return text;
        }

        private void forget(MemorySegment object) {
            invoke(forget, object);
        }

        private MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
            FunctionDescriptor descriptor =
                    result == null ? FunctionDescriptor.ofVoid(arguments) : FunctionDescriptor.of(result, arguments);
            return LINKER.downcallHandle(library.findOrThrow(name), descriptor);
        }

        private static MemorySegment pointer(MethodHandle function, Object... arguments) {
            return (MemorySegment) invoke(function, arguments);
        }

        private static Object invoke(MethodHandle function, Object... arguments) {
            try {
                return function.invokeWithArguments(arguments);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }
    }
}

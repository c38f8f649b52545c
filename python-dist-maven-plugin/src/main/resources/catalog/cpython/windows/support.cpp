// What CPython's C++ code, which is _wmi, wants of Microsoft's libraries for that language.
//
// Memory: without exceptions there is nothing to throw, so where it is wanted unconditionally and there is none, the process
// ends.
#include "new"
#include <stdlib.h>
#include <windows.h>
#include <oleauto.h>

const std::nothrow_t std::nothrow{};

void *operator new(size_t size, const std::nothrow_t &) noexcept { return malloc(size ? size : 1); }
void *operator new[](size_t size, const std::nothrow_t &) noexcept { return malloc(size ? size : 1); }

void *operator new(size_t size) {
    void *memory = malloc(size ? size : 1);
    if (!memory) {
        abort();
    }
    return memory;
}
void *operator new[](size_t size) { return operator new(size); }

void operator delete(void *memory) noexcept { free(memory); }
void operator delete[](void *memory) noexcept { free(memory); }
void operator delete(void *memory, size_t) noexcept { free(memory); }
void operator delete[](void *memory, size_t) noexcept { free(memory); }

// What <comutil.h> makes a bstr_t of a narrow string with (Microsoft has it in comsuppw.lib, mingw-w64 nowhere). Null for
// null, and where there is no memory.
namespace _com_util {
BSTR WINAPI ConvertStringToBSTR(const char *text) {
    int length = text ? MultiByteToWideChar(CP_ACP, 0, text, -1, nullptr, 0) : 0;
    if (length == 0) {
        return nullptr;
    }
    BSTR wide = SysAllocStringLen(nullptr, length - 1);
    if (wide) {
        MultiByteToWideChar(CP_ACP, 0, text, -1, wide, length);
    }
    return wide;
}
}

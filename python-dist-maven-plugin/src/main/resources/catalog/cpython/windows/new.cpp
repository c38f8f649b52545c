// Memory for C++ without a C++ library. Without exceptions there is nothing to throw: where memory is wanted
// unconditionally and there is none, the process ends.
#include "new"
#include <stdlib.h>

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

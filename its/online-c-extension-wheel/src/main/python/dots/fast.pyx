# cython: language_level=3
def dot(list left, list right):
    cdef double total = 0
    for a, b in zip(left, right):
        total += <double> a * <double> b
    return total

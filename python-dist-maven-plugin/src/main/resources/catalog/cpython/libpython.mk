# Links the shared library from the objects of a static build. Read after CPython's own Makefile:
#   make -f Makefile -f libpython.mk stable/libpython3.so

shared_library := libpython$(LDVERSION).so.1.0
shared_objects := $(filter-out Modules/getpath.o,$(LIBRARY_OBJS)) Modules/getpath-library.o

$(shared_library): $(shared_objects)
	$(CC) -shared $(PY_CORE_LDFLAGS) -Wl,-soname,$@ -Wl,-z,defs -o $@ $(shared_objects) $(LIBS) $(MODLIBS) $(SYSLIBS)

# The stable ABI's library is empty and only needs the versioned one, which stands beside it. CPython's Makefile has a rule
# for its plain name, which would write a shared library into libpython$(LDVERSION).a.
stable/libpython3.so: $(shared_library)
	mkdir -p $(@D)
	$(CC) -shared $(PY_CORE_LDFLAGS) -Wl,--no-as-needed -Wl,-soname,$(@F) -Wl,-rpath,'$$ORIGIN' -o $@ $(shared_library)

print-%:
	@echo $($*)

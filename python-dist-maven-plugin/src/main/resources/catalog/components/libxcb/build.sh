# The core protocol with its two oldest extensions: Xlib needs no more of it. libXdmcp is not there, so there is no
# XDM-AUTHORIZATION-1, which is DES; MIT-MAGIC-COOKIE-1 is what displays ask for.
export PYTHONDONTWRITEBYTECODE=1 PYTHONHASHSEED=0
unwanted=
for extension in composite damage dbe dpms dri2 dri3 ge glx present randr record render resource screensaver selinux \
  shape shm sync xevie xfixes xfree86-dri xinerama xinput xkb xprint xtest xv xvmc; do
  unwanted+=" --disable-$extension"
done
configure --disable-devel-docs --without-doxygen $unwanted
make_all XCBPROTO_XCBPYTHONDIR="$DEPS/lib/python3/dist-packages"
make_install install XCBPROTO_XCBPYTHONDIR="$DEPS/lib/python3/dist-packages"

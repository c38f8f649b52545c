# The git snapshot in Debian's pool has no configure yet; the upstream archive has.
[ -e configure ] || { autoreconf -fi && refresh_config_scripts; }
# Multi-OS directories would put the library into lib64 on some compilers. Documentation needs texinfo.
configure --disable-docs --disable-multi-os-directory
make_all
make_install

# The archive is the repository's tree, without a configure.
autoreconf -fi
refresh_config_scripts
configure
make_all
make_install

# A Python package; the recipe of libxcb says where it is.
mkdir -p "$OUT$PREFIX"
cp -R lib "$OUT$PREFIX/"

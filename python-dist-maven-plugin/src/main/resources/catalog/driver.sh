# Runs one recipe: patches, build.sh, and the clean-up that is the same for all. README.md has the contract.
set -euo pipefail
umask 022
. "$CATALOG/lib.sh"

cd "$SRC"
for patch in ${PATCHES:-}; do
  patch -p1 --no-backup-if-mismatch -i "$RECIPE/patches/$patch"
done
refresh_config_scripts
same_age

mkdir -p "$OUT$PREFIX"
(
  PS4='+ '
  set -x
  . "$RECIPE/build.sh"
)
tidy
refuse_build_paths

# Prints what a command of a build sees of its surroundings, a line for each axis: name, equals sign, value.
# Given: BUILD (scratch), JOBS.
set -eu

mkdir "$BUILD/directory"
for name in a b c d e f g h; do
  : > "$BUILD/directory/$name"
done

say() { printf '%s=%s\n' "$1" "$2"; }
say path "$BUILD"
say clock "$(date -u +%Y-%m-%dT%H:%M:%SZ)"
say timezone "$(date +%z)"
# In which order words come, what the first month is called, what stands in a number.
say locale "$(printf '%s\n' b A z t | sort | tr '\n' ' ')$(date -d 2000-01-01 +%B) $(printf '%.1f' 1 2> /dev/null)"
say umask "$(umask)"
say user "$(id -u):$(id -g) $(id -un 2> /dev/null)"
say home "$HOME"
say hostname "$(uname -n)"
say cores "$(nproc)"
say jobs "$JOBS"
say directory-order "$(ls -U "$BUILD/directory" | tr '\n' ' ')"
say environment "$(env | wc -l) variables, $(env | wc -c) bytes"
say kernel "$(uname -r)"
say file-system "$(stat -f -c %T "$BUILD")"

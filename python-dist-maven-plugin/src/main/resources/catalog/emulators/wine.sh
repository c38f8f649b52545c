#!/usr/bin/env bash
# Runs a program for Windows: wine.sh PROGRAM ARGUMENT... Ends with its exit status, and leaves nothing running.
#
#   BUILD           a directory for what is made once: an installed Windows, which takes 4 seconds
#   EMULATOR_HOME   a directory for what this Windows keeps, in windows/; a copy of the installed one when it is not there
#   WINE_START      seconds that installing may take (120)
#
# Paths may be those of here: /out/report.xml is found where the working directory is not below EMULATOR_HOME.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

export WINEPREFIX=$EMULATOR_HOME/windows
export LC_ALL=C.UTF-8                   # names of files are taken for this
export WINEDEBUG=${WINEDEBUG:--all}
# No .NET, no HTML, no menus of a desktop.
export WINEDLLOVERRIDES="mscoree=;mshtml=;winemenubuilder.exe="
# Its parts, which it finds through /proc otherwise.
export WINELOADER=/usr/lib/wine/wine64 WINESERVER=/usr/lib/wine/wineserver64 WINEDLLPATH=/usr/lib/x86_64-linux-gnu/wine

fail() { printf 'wine: %s\n' "$@" >&2; exit 70; }
end() { timeout 20 "$WINESERVER" -k 2> /dev/null || true; }

make() {
  rm -rf "$EMULATOR_HOME"
  mkdir "$EMULATOR_HOME"
  local status=0 file system=$WINEPREFIX/drive_c/windows/system32
  # Its status says little: there are no programs of 32 bits, which it tries to set up, too.
  "$WINELOADER" wineboot --init || status=$?
  [[ -f $system/kernel32.dll ]] || fail "wineboot --init ended with status $status and did not make C:"
  "$WINESERVER" -w
  # It copies its libraries, all 700 MB of them. zlib1.dll it leaves out: no part of Wine, but user32.dll needs it.
  for file in "$WINEDLLPATH"/x86_64-windows/*.*; do
    [[ ! -f $system/${file##*/} && $file != */zlib1.dll ]] || ln -sf "$file" "$system/"
  done
  # A program that crashes shall end, and not wait for a debugger.
  "$WINELOADER" reg add 'HKLM\Software\Microsoft\Windows NT\CurrentVersion\AeDebug' /v Debugger /d none /f
  "$WINESERVER" -w
}

[[ -x $WINELOADER && -x $WINESERVER ]] || fail "there is no Wine in this root ($WINELOADER)"

if [[ ${1-} == --make ]]; then
  make
  exit
fi
installed=$BUILD/windows
if [[ ! -d $installed ]]; then
  log=$BUILD/wine.log
  if ! EMULATOR_HOME=$BUILD/new timeout --kill-after=10 "${WINE_START:-120}" bash "$here/wine.sh" --make > "$log" 2>&1; then
    WINEPREFIX=$BUILD/new/windows end
    fail "it does not start, or was not done with that after ${WINE_START:-120} seconds" "$(tail -n 20 "$log")"
  fi
  mv "$BUILD/new/windows" "$installed"
  rm -r "$BUILD/new" "$log"
fi
[[ -d $WINEPREFIX ]] || cp -a "$installed" "$WINEPREFIX"
(($# > 0)) || exit 0

trap end EXIT
trap 'exit 143' TERM INT HUP
# In the background, because the shell does not hear of signals while it waits for what is in front.
"$WINELOADER" "$@" <&0 &
status=0
wait $! || status=$?
exit "$status"

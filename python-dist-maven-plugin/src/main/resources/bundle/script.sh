#!/bin/sh
''':' # finds the interpreter beside this script, through symbolic links
f=$0
case $f in */*) ;; *) f=./$f ;; esac
while [ -h "$f" ]; do
  l=$(readlink "$f") || break
  case $l in /*) f=$l ;; *) f=${f%/*}/$l ;; esac
done
exec "${f%/*}/@interpreter@" "$0" "$@"
'''

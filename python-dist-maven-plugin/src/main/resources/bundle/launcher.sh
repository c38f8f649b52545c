#!/bin/sh
# Starts the Java application beside this script, wherever both stand.
f=$0
case $f in */*) ;; *) f=./$f ;; esac
while [ -h "$f" ]; do
  l=$(readlink "$f") || break
  case $l in /*) f=$l ;; *) f=${f%/*}/$l ;; esac
done
top=$(CDPATH= cd -- "${f%/*}/.." && pwd -P) || exit 1
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
# JAVA_OPTS is a list of words.
exec "$java" $JAVA_OPTS -Dpython-dist.bundle="$top" -cp "@classPath@" '@mainClass@' "$@"

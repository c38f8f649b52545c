#!/bin/sh
# Makes the ELF files of this directory; see README.md.
set -eu
here=$(cd "${0%/*}" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cp "$here"/sources/* .

# 4 KiB pages and no build ID keep the files small.
cc() { clang-19 -O1 -nostdlib -fno-stack-protector -ffreestanding -Wno-incompatible-library-redeclaration "$@"; }
link() { cc -fuse-ld=lld-19 -Wl,--build-id=none,-z,max-page-size=4096,-z,noseparate-code,--no-rosegment "$@"; }
hard='-Wl,-z,relro,-z,now,-z,noexecstack'
linux='--target=x86_64-linux-gnu'

cp libc.c libc2.c && echo 'void good_function(void) {}' >> libc2.c
link $linux -shared -fPIC -Wl,-soname,libc.so.6,--version-script=libc.map libc2.c -o libc.so.6
link $linux -shared -fPIC -Wl,-soname,libevil.so.1 libevil.c -o libevil.so.1

link $linux -shared -fPIC $hard '-Wl,-rpath,$ORIGIN' good.c libc.so.6 -s -o libgood.so
link $linux -shared -fPIC -Wl,-z,norelro,-z,lazy,-z,execstack,-z,notext,-rpath,/opt/evil/lib,--disable-new-dtags \
  bad.c libevil.so.1 libc.so.6 -s -o libbad.so
link $linux -shared -fPIC $hard new.c libc.so.6 -s -o libnew.so
link $linux -shared -fPIC $hard plain.c libc.so.6 -s -o libplain.so
link $linux -shared -fPIC $hard -Wl,-soname,libreadline.so.8 gnu-readline.c -s -o libreadline.so.8
link $linux -shared -fPIC $hard readline.c libreadline.so.8 -s -o readline.so
link $linux -shared -fPIC $hard -Wl,-soname,libedit.so.2 libedit.c -s -o libedit.so.2

program="$hard -Wl,--export-dynamic,--dynamic-linker=/lib64/ld-linux-x86-64.so.2"
link $linux -pie -fPIE $program program.c libc.so.6 -s -o program
link $linux -no-pie -fno-pie $program program.c libc.so.6 -s -o program-fixed
link $linux -pie -fPIE $program -Wl,-z,pack-relative-relocs program.c -s -o program-relr
link $linux -pie -fPIE $program -Wl,--build-id=sha1 program.c libc.so.6 -s -o program-id
link --target=aarch64-linux-gnu -shared -fPIC $hard program.c -s -o aarch64.so
link --target=s390x-linux-gnu -shared -fPIC $hard program.c -s -o s390x.so
link --target=i386-linux-gnu -shared -fPIC $hard program.c -s -o i386.so

cc $linux -fPIC -c good.c -o good.o
cc $linux -c stack.S -o stack.o
llvm-ar-19 rcD libobjects.a good.o stack.o
# Only a section that gets smaller is compressed.
long=$(printf '%0200d' 0)
cc $linux -g -gz=zlib -fdebug-compilation-dir="/home/builder/work/$long" -c debug.c -o debug.o
link $linux -pie -fPIE $program -g -fdebug-compilation-dir=. program.c -o unstripped
llvm-objcopy-19 --only-keep-debug unstripped program.debug

cp libgood.so libbad.so libnew.so libplain.so libreadline.so.8 readline.so libedit.so.2 program program-fixed \
  program-relr program-id aarch64.so s390x.so i386.so good.o stack.o libobjects.a debug.o program.debug unstripped "$here"

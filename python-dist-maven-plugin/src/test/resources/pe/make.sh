#!/bin/sh
# Makes the PE files of this directory; see README.md.
set -eu
here=$(cd "${0%/*}" && pwd)
work=/tmp/python-dist-pe
mkdir "$work"
trap 'rm -rf "$work"' EXIT
cd "$work"
cp "$here"/sources/* .

amd64='--target=x86_64-w64-windows-gnu'
link() { clang-19 -O1 -nostdlib -ffreestanding -fuse-ld=lld-19 -Wno-unused-command-line-argument "$@"; }
library() { llvm-dlltool-19 -m i386:x86-64 -d "$1.def" -l "lib$1.a"; }
dll='-shared -Wl,-e,dll_start'
good="-Wl,--no-insert-timestamp,--dynamicbase,--high-entropy-va,--nxcompat,--build-id"

for name in kernel32 evil late missing; do library $name; done
for name in version other; do llvm-windres-19 --target=x86_64-w64-mingw32 --no-preprocess -i $name.rc -o $name.o; done

link $amd64 $dll $good python313.c version.o libkernel32.a -s -Wl,--out-implib,libpython313.a -o python313.dll
link $amd64 $dll $good empty.c version.o python3.def libpython313.a -s -o python3.dll
link $amd64 $dll $good empty.c version.o python3-bad.def libpython313.a -s -o python3-bad.dll
link $amd64 $good -mconsole -Wl,-e,start program.c version.o libpython313.a -s -o python.exe
link $amd64 $good -mwindows -Wl,-e,start program.c version.o libpython313.a -s -o pythonw.exe
link $amd64 $dll $good -gdwarf-4 -ffile-prefix-map="$work=." module.c version.o libpython313.a -o unstripped.pyd
llvm-objcopy-19 --only-keep-debug unstripped.pyd _ssl.pyd.debug
cp unstripped.pyd _ssl.pyd
llvm-strip-19 --strip-all _ssl.pyd
llvm-objcopy-19 --add-gnu-debuglink=_ssl.pyd.debug _ssl.pyd
link --target=aarch64-w64-windows-gnu $dll $good empty.c -s -o arm64.dll
# The name of the object file is part of the PDB, whose digest is in the file.
link $amd64 -c bad.c -o bad.o
link $amd64 $dll bad.o other.o libevil.a liblate.a libmissing.a -s \
  -Wl,--disable-dynamicbase,--disable-high-entropy-va,--disable-nxcompat,--disable-reloc-section \
  -Wl,-Xlink=-delayload:late.dll,-Xlink=-timestamp:1600000000 -Xlinker -Xlink=-section:.both,RWE \
  -Wl,--pdb,'bad.pdb',-Xlink='-pdbaltpath:C:\users\builder\bad.pdb' -o bad.pyd
cp python.exe pythonw.exe python3.dll python3-bad.dll python313.dll _ssl.pyd _ssl.pyd.debug unstripped.pyd arm64.dll \
  bad.pyd "$here"

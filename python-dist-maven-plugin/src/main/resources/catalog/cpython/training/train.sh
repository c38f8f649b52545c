#!/usr/bin/env bash
# Builds a CPython that counts what it executes, has it do the work of a task, and leaves the counts in
# $OUT$PREFIX/code.profdata. compile.sh says what the engine provides; besides:
#   $BUILD/task        arguments of the interpreter, a run a line
#   MAY_FAIL           not empty: a run that fails has been work all the same
COMPILE_OPTIONS=-fprofile-instr-generate
LINK_OPTIONS=-fprofile-instr-generate
# What the interpreter does to build itself is nobody's work.
export LLVM_PROFILE_FILE=/dev/null
. "$(dirname "${BASH_SOURCE[0]}")/../compile.sh"

# Processes add their counts to one of eight files, whichever is free.
export LLVM_PROFILE_FILE=$BUILD/counts/%8m.profraw PYTHONPATH=$BUILD/training
cp -R "$here/training" "$PYTHONPATH"      # some tests write into the first folder on sys.path
export PYTHONHASHSEED=0 PYTHONDONTWRITEBYTECODE=1 PYTHONNOUSERSITE=1
while read -r arguments <&3; do
  step "train: $arguments"
  # shellcheck disable=SC2086 # a line of words
  ./python $arguments < /dev/null 2>&1 && continue
  status=$?
  [[ ${MAY_FAIL:-} ]] && ((status < 128)) || fail "the training run ended with $status: python $arguments"
done 3< "$BUILD/task"

step merge
counts=("$BUILD"/counts/*.profraw)
((${#counts[@]})) || fail "the training left no counts"
mkdir -p "$install"
llvm-profdata merge --failure-mode=any -o "$install/code.profdata" "${counts[@]}"
llvm-profdata show "$install/code.profdata"
step done

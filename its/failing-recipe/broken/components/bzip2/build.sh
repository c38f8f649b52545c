echo 'int main(void) { return undeclared; }' > broken.c
"$CC" $CFLAGS -c broken.c

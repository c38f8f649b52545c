void evil(void);
void new_function(void);
const char *path = "/home/builder/work/bad.c";
int value = 1;
void SSL_new(void) { evil(); }
void inflate(void) { new_function(); }
/* Code that holds an absolute address, and memory that may be written and executed. */
__asm__(".text\n.quad value\n"
        ".section .writable_code,\"awx\",@progbits\n.quad 0\n.text\n");

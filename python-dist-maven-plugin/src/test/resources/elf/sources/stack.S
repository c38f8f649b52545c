.text
.globl assembled
assembled: ret

void evil(void) {}

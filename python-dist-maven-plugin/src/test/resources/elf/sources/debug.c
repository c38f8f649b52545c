int debugged(int argument) { return argument + 1; }

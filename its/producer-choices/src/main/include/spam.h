#define SPAM_LEVEL 3

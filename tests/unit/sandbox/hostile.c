// A program that misbehaves in the way its first argument names. Exit 0: it got what it wanted; 1: it was refused.
#include <stdio.h>
#include <string.h>
int main(int argc, char** argv) {
    if (argc < 2) return 2;
    if (!strcmp(argv[1], "hello")) { puts("hello"); return 0; }
    return 2;
}

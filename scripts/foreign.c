/*
 * Runs a program of another Debian with that one's loader and libraries. scripts/php-variant compiles it once a program:
 * LOADER, LIBRARIES, PROGRAM and OPTIONS (strings, each with a comma behind it) are its -D.
 *
 * It is no shell script because the program must see the name that it was called by: PHP_BINARY comes from it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    const char *first[] = {LOADER, "--library-path", LIBRARIES, "--argv0", argv[0], PROGRAM, OPTIONS};
    const size_t count = sizeof first / sizeof *first;
    const char **all = calloc(count + argc, sizeof *all);

    if (all) {
        memcpy(all, first, sizeof first);
        memcpy(all + count, argv + 1, argc * sizeof *all); /* argv ends with a null */
        execv(LOADER, (char **) all);
    }
    perror(PROGRAM);
    return 127;
}

/*
 * What Debian's unwinder wants of glibc and musl lacks: fprintf(3) with a check of the format. For scripts/cross.
 */
#include <stdarg.h>
#include <stdio.h>

int __fprintf_chk(FILE *file, int level, const char *format, ...)
{
    va_list arguments;
    int written;

    (void) level;
    va_start(arguments, format);
    written = vfprintf(file, format, arguments);
    va_end(arguments);
    return written;
}

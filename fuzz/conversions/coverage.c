/*
 * Tells PHP which places of an instrumented extension a call came to, in the way of libFuzzer: the extension has a counter of 8 bits for each
 * place, and names them as it is loaded. Preloaded, and called by FFI.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static uint8_t *counters, *counters_end;
/* The numbers of visits that were seen at each place, as bits: 1, 2, 3, 4 to 7, 8 to 15 and so on. */
static uint8_t *seen;

void __sanitizer_cov_8bit_counters_init(uint8_t *start, uint8_t *end)
{
    if (!counters && start != end) {
        counters = start;
        counters_end = end;
        seen = calloc(end - start, 1);
    }
}

void __sanitizer_cov_pcs_init(const uintptr_t *start, const uintptr_t *end)
{
}

void coverage_begin(void)
{
    memset(counters, 0, counters_end - counters);
}

/* How many places were visited, or were visited so often, for the first time since the process began. */
long coverage_new(void)
{
    long found = 0;
    for (ptrdiff_t place = 0; place < counters_end - counters; place++) {
        uint8_t visits = counters[place];
        if (visits) {
            int bit = visits < 4 ? visits - 1 : visits < 8 ? 3 : visits < 16 ? 4 : visits < 32 ? 5 : visits < 128 ? 6 : 7;
            found += !(seen[place] & 1 << bit);
            seen[place] |= 1 << bit;
        }
    }
    return found;
}

/* How many places were visited since the process began, and how many there are. */
long coverage_visited(void)
{
    long visited = 0;
    for (ptrdiff_t place = 0; place < counters_end - counters; place++) {
        visited += seen[place] != 0;
    }
    return visited;
}

long coverage_places(void)
{
    return counters_end - counters;
}

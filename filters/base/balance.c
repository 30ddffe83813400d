#include "base/balance.h"

#include <err.h>
#include <sysexits.h>

void
balance_check(const char *what, uint64_t in, uint64_t out)
{
    if (in != out)
        errx(EX_SOFTWARE, "books: %llu %s were put aside, and %llu came back",
             (unsigned long long)in, what, (unsigned long long)out);
}

#include "base/memory.h"

#include <errno.h>
#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

void
memory_ends_the_run(void)
{
}

#if defined __has_feature
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif

#if defined __GLIBC__ && !defined __SANITIZE_ADDRESS__

/* What glibc's own are called where a program has others ("Replacing malloc"). */
void *__libc_malloc(size_t bytes);
void *__libc_calloc(size_t count, size_t bytes);
void *__libc_realloc(void *old, size_t bytes);
void *__libc_memalign(size_t align, size_t bytes);

static _Noreturn void
end(size_t bytes)
{
    char line[256];
    int len = snprintf(line, sizeof(line), "%s: no memory for %zu bytes\n",
                       program_invocation_short_name, bytes);

    if (len > 0 && (size_t)len < sizeof(line))
        (void)!write(STDERR_FILENO, line, (size_t)len);
    _exit(EX_OSERR);
}

static inline void *
room(void *at, size_t bytes)
{
    if (__builtin_expect(at == NULL, 0))
        end(bytes);
    return at;
}

void *
malloc(size_t bytes)
{
    return room(__libc_malloc(bytes), bytes);
}

void *
calloc(size_t count, size_t bytes)
{
    size_t all = 0;

    if (__builtin_mul_overflow(count, bytes, &all))
        all = SIZE_MAX;
    return room(__libc_calloc(count, bytes), all);
}

void *
realloc(void *old, size_t bytes)
{
    void *at = __libc_realloc(old, bytes);

    return bytes == 0 ? at : room(at, bytes); /* of 0 it frees */
}

void *
reallocarray(void *old, size_t count, size_t bytes)
{
    size_t all;

    if (__builtin_mul_overflow(count, bytes, &all))
        end(SIZE_MAX);
    return realloc(old, all);
}

void *
memalign(size_t align, size_t bytes)
{
    return room(__libc_memalign(align, bytes), bytes);
}

void *
aligned_alloc(size_t align, size_t bytes)
{
    return memalign(align, bytes);
}

int
posix_memalign(void **at, size_t align, size_t bytes)
{
    if (align % sizeof(void *) != 0 || (align & (align - 1)) != 0 || align == 0)
        return EINVAL;
    *at = memalign(align, bytes);
    return 0;
}

#endif

/* shim_memory - allocations are counted, and those that the plan names refused */
#include "shim.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>

static void *(*real_malloc)(size_t);
static void *(*real_calloc)(size_t, size_t);
static void *(*real_realloc)(void *, size_t);
static void *(*real_memalign)(size_t, size_t);
static void (*real_free)(void *);

/* What a program of hark's asks behind its own malloc (base/memory.h). */
void *__libc_malloc(size_t bytes);
void *__libc_calloc(size_t count, size_t bytes);
void *__libc_realloc(void *old, size_t bytes);
void *__libc_memalign(size_t align, size_t bytes);

static bool
is_refused(void)
{
    int64_t number;

    if (!shim_is_on)
        return false;
    number = atomic_fetch_add(&shim_shared->allocations, 1) + 1;
    if (shim_shared->kind != ALLOCATION || number < shim_shared->at
        || number > shim_shared->last)
        return false;
    atomic_fetch_add(&shim_shared->hits, 1);
    errno = ENOMEM;
    return true;
}

static void *
lived(void *at)
{
    if (shim_is_on && at != NULL)
        atomic_fetch_add(&shim_shared->live, 1);
    return at;
}

void *
__libc_malloc(size_t bytes)
{
    if (real_malloc == NULL)
        real_malloc = (void *(*)(size_t))dlsym(RTLD_NEXT, "__libc_malloc");
    return is_refused() ? NULL : lived(real_malloc(bytes));
}

void *
__libc_calloc(size_t count, size_t bytes)
{
    if (real_calloc == NULL)
        real_calloc =
            (void *(*)(size_t, size_t))dlsym(RTLD_NEXT, "__libc_calloc");
    return is_refused() ? NULL : lived(real_calloc(count, bytes));
}

void *
__libc_realloc(void *old, size_t bytes)
{
    void *at;

    if (real_realloc == NULL)
        real_realloc =
            (void *(*)(void *, size_t))dlsym(RTLD_NEXT, "__libc_realloc");
    if (is_refused())
        return NULL;
    at = real_realloc(old, bytes);
    return old == NULL ? lived(at) : at;
}

void *
__libc_memalign(size_t align, size_t bytes)
{
    if (real_memalign == NULL)
        real_memalign =
            (void *(*)(size_t, size_t))dlsym(RTLD_NEXT, "__libc_memalign");
    return is_refused() ? NULL : lived(real_memalign(align, bytes));
}

void
free(void *at)
{
    if (real_free == NULL)
        real_free = (void (*)(void *))dlsym(RTLD_NEXT, "free");
    if (shim_is_on && at != NULL)
        atomic_fetch_sub(&shim_shared->live, 1);
    real_free(at);
}

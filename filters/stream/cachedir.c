#include "stream/cachedir.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

bool
cachedir_find(const char *given, struct buffer *folder)
{
    const char *cache = getenv("XDG_CACHE_HOME");
    const char *home = getenv("HOME");

    if (given != NULL)
        buffer_add_string(folder, given);
    else if (cache != NULL && cache[0] == '/')
        buffer_printf(folder, "%s/hark", cache);
    else if (home != NULL && home[0] != '\0')
        buffer_printf(folder, "%s/.cache/hark", home);
    else
        return false;
    return true;
}

bool
cachedir_make(const char *folder)
{
    struct buffer path = {0};
    bool done = true;

    for (size_t i = 0; done && folder[i] != '\0'; i++) {
        buffer_add_char(&path, folder[i]);
        if (folder[i + 1] == '/' || folder[i + 1] == '\0')
            done = mkdir(buffer_string(&path), 0700) == 0 || errno == EEXIST;
    }
    buffer_free(&path);
    return done;
}

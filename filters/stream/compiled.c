#include "stream/compiled.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "ports/digest.h"
#include "stream/cachedir.h"
#include "stream/replace.h"

enum { MOST = 256 << 20 };

static bool
path_of(const char *folder, struct text name, struct buffer *path)
{
    char digest[DIGEST_TEXT];

    if (!cachedir_find(folder, path))
        return false;
    digest_format(digest, digest128(name));
    buffer_printf(path, "/%.*s.compiled", DIGEST_TEXT, digest);
    buffer_string(path);
    return true;
}

static bool
is_ours(int fd, size_t *size)
{
    struct stat is;

    if (fstat(fd, &is) != 0 || !S_ISREG(is.st_mode) || is.st_uid != geteuid()
        || (is.st_mode & (S_IWGRP | S_IWOTH)) != 0 || is.st_size < 0
        || is.st_size > MOST)
        return false;
    *size = (size_t)is.st_size;
    return true;
}

static bool
read_whole(int fd, size_t size, struct buffer *content)
{
    buffer_reserve(content, size);
    while (content->len < size) {
        ssize_t count =
            file_read(fd, content->at + content->len, size - content->len);

        if (count <= 0)
            return false;
        content->len += (size_t)count;
    }
    return true;
}

/* The digest in its first line is that of the rest, which is moved to the front. */
static bool
check(struct buffer *content)
{
    char digest[DIGEST_TEXT];
    struct text rest = text_from(buffer_text(content), DIGEST_TEXT + 1);

    digest_format(digest, digest128(rest));
    if (content->len <= DIGEST_TEXT
        || memcmp(content->at, digest, DIGEST_TEXT) != 0)
        return false;
    memmove(content->at, rest.at, rest.len);
    content->len = rest.len;
    return true;
}

bool
compiled_get(const char *folder, struct text name, struct buffer *content)
{
    struct buffer path = {0};
    size_t size;
    bool found = false;
    int fd = -1;

    if (path_of(folder, name, &path))
        fd = file_open(path.at, O_RDONLY | O_NOFOLLOW | O_NONBLOCK, 0);
    buffer_free(&path);
    if (fd == -1)
        return false;
    if (is_ours(fd, &size))
        found = read_whole(fd, size, content) && check(content);
    close(fd);
    if (!found)
        buffer_clear(content);
    return found;
}

void
compiled_keep(const char *folder, struct text name, struct text content)
{
    struct buffer path = {0};
    struct buffer whole = {0};
    char digest[DIGEST_TEXT];
    mode_t mask = umask(077);

    digest_format(digest, digest128(content));
    buffer_printf(&whole, "%.*s\n", DIGEST_TEXT, digest);
    buffer_add(&whole, content);
    if (cachedir_find(folder, &path) && cachedir_make(buffer_string(&path))) {
        buffer_clear(&path);
        if (path_of(folder, name, &path))
            replace_content(path.at, buffer_text(&whole), 0600);
    }
    umask(mask);
    buffer_free(&path);
    buffer_free(&whole);
}

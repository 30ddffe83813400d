#include "stream/whole.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "ports/digest.h"

enum { BLOCK = 64 << 10, MOST = 256 << 20 };

void
whole_get(struct books *books, const char *role, const char *path,
          struct buffer *content)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t count = -1;

    while (fd != -1 && content->len <= MOST) {
        count = read(fd, buffer_reserve(content, BLOCK), BLOCK);
        if (count <= 0)
            break;
        content->len += (size_t)count;
    }
    if (count < 0)
        books_fail(books, EX_CONFIG, NULL, "%s: %s: %s", role, path,
                   strerror(errno));
    if (content->len > MOST)
        books_fail(books, EX_CONFIG, NULL, "%s: %s: more than 256 MiB", role,
                   path);
    close(fd);
}

void
whole_read(struct books *books, const char *role, const char *path,
           struct buffer *content)
{
    char digest[DIGEST_TEXT];

    whole_get(books, role, path, content);
    digest_format(digest, digest128(buffer_text(content)));
    books_uses(books, role, (struct text){digest, DIGEST_TEXT});
}

void
whole_list(struct books *books, const char *role, const char *code,
           const char *path,
           bool (*add)(void *list, struct text csv,
                       struct listing_error *error),
           void *list)
{
    struct listing_error error;
    struct buffer csv = {0};

    whole_read(books, role, path, &csv);
    if (!add(list, buffer_text(&csv), &error))
        books_fail(books, EX_CONFIG, NULL, "%s: %s:%llu: %s", code, path,
                   (unsigned long long)error.line, error.why);
    buffer_free(&csv);
}

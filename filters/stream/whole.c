#include "stream/whole.h"

#include <errno.h>

#include "base/file.h"
#include "ports/digest.h"

enum { MOST = 256 << 20 };

void
whole_get(struct books *books, const char *role, const char *path,
          struct buffer *content)
{
    if (!file_whole(path, MOST, content))
        books_fail(books, EX_CONFIG, NULL, "%s: %s: %s", role, path,
                   strerror(errno));
    if (content->len > MOST)
        books_fail(books, EX_CONFIG, NULL, "%s: %s: more than 256 MiB", role,
                   path);
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

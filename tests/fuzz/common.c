#include "common.h"

#include <fcntl.h>
#include <unistd.h>

#include "../unit/quiet.h"
#include "ports/json.h"

enum { LINE_MOST = 64 << 10 };

struct books *
common_books(void)
{
    static struct options options;
    static struct books *books;

    if (books == NULL) {
        options = quiet_options(LINE_MOST);
        books = books_open(&options);
    }
    return books;
}

struct writer *
common_writer(void)
{
    static struct writer *writer;

    if (writer == NULL) {
        int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);

        assert(nowhere != -1 && dup2(nowhere, STDOUT_FILENO) != -1);
        writer = writer_open(common_books());
    }
    return writer;
}

unsigned
common_byte(struct text *bytes)
{
    unsigned first;

    if (bytes->len == 0)
        return 0;
    first = (unsigned char)bytes->at[0];
    *bytes = text_from(*bytes, 1);
    return first;
}

struct text
common_padded(struct text bytes)
{
    static struct buffer line;

    buffer_clear(&line);
    buffer_add(&line, bytes);
    memset(buffer_reserve(&line, JSON_PADDING), 0, JSON_PADDING);
    return buffer_text(&line);
}

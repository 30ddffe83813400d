#include "stream/options_parts.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/array.h"
#include "base/file.h"

enum { LIST_MOST = 256 << 20 }; /* bytes of --files-from */

void
options_add_file(struct options_parser *parser, char *name)
{
    struct options *options = parser->options;

    options->files =
        array_room(options->files, options->file_count, &parser->file_cap,
                   sizeof(*options->files), "operands");
    options->files[options->file_count++] = name;
}

const char *
options_add_list(struct options_parser *parser, const char *path)
{
    struct buffer list = {0};
    struct text rest, line;
    char *name;

    if (!(strcmp(path, "-") == 0 ? file_rest(STDIN_FILENO, LIST_MOST, &list)
                                 : file_whole(path, LIST_MOST, &list)))
        err(EX_NOINPUT, "%s: cannot_read",
            strcmp(path, "-") == 0 ? "standard input" : path);
    if (list.len > LIST_MOST)
        return "a list of operands of more than 256 MiB";
    rest = buffer_text(&list);
    while (text_split(&rest, '\n', &line)) {
        if (line.len == 0)
            continue;
        name = strndup(line.at, line.len);
        if (name == NULL)
            err(EX_OSERR, "operands");
        options_add_file(parser, name);
    }
    buffer_free(&list);
    return NULL;
}

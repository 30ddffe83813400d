#include "attribute/attribute.h"

#include "domain/path_list.h"
#include "stream/lines.h"

static void
read_paths(struct books *books, struct path_list *list, const char *path,
           const struct listing_error *error)
{
    const struct options *given = books_options(books);
    const struct bytes_limits limits = {.max_window = given->max_window};
    struct bytes *bytes = bytes_open(path, &limits);
    struct lines *lines = lines_new(given->max_line);
    enum lines_found found;
    struct text line;
    bool is_good = true;

    books_confine(books);
    lines_start(lines, bytes);
    while (is_good && (found = lines_next(lines, &line)) == LINES_LINE)
        is_good = path_list_line(list, line);
    if (is_good && found == LINES_BAD)
        books_fail(books, bytes_status(bytes), NULL, "%s: %s", path,
                   bytes_why(bytes));
    if (is_good && found == LINES_LONG)
        books_fail(books, EX_DATAERR, NULL,
                   "too_long: %s: a line beyond --max-line", path);
    if (!is_good || !path_list_end(list))
        books_fail(books, EX_DATAERR, NULL, "bad_paths: %s:%llu: %s", path,
                   (unsigned long long)error->line, error->why);
    lines_free(lines);
    bytes_close(bytes);
}

/* Paths that were counted before, in place of records. */
int
attribute_paths(struct attribute *attribute)
{
    const struct attribution_rules *rules = attribute->rules;
    struct books *books = attribute->books;
    const struct options *given = books_options(books);
    struct listing_error error;
    struct path_list *list =
        path_list_new(rules, given->memory / 2, attribute->spill, &error);
    struct writer *out = writer_open(books);

    read_paths(books, list, rules->fit.paths, &error);
    attribute_check_fit(books, path_list_write(list, attribute_write_line, out),
                        EX_SOFTWARE);
    path_list_free(list);
    spill_close(attribute->spill);
    return writer_finish(out);
}

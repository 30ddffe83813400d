#include "stream/ruleset.h"

#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/array.h"
#include "base/file.h"
#include "ports/digest.h"
#include "stream/whole.h"

static void
add_file(struct ruleset *set, struct books *books, const char *path)
{
    struct ruleset_file *file;

    set->files = array_resize(set->files, set->count + 1, sizeof(*set->files),
                              "rule files");
    file = &set->files[set->count++];
    *file = (struct ruleset_file){.path = strdup(path)};
    if (file->path == NULL)
        err(EX_OSERR, "rule files");
    whole_get(books, "rules", path, &file->content);
}

static int
is_rules(const struct dirent *entry)
{
    return entry->d_name[0] != '.'
           && text_ends(text_of(entry->d_name), TEXT(".rules"));
}

static void
add_folder(struct ruleset *set, struct books *books, const char *path)
{
    struct dirent **entries;
    struct buffer name = {0};
    int count = file_list(path, is_rules, &entries);

    if (count == -1)
        books_fail(books, EX_CONFIG, NULL, "rules: %s: %s", path,
                   strerror(errno));
    if (count == 0)
        books_fail(books, EX_CONFIG, NULL, "rules: %s: no *.rules in it", path);
    for (int i = 0; i < count; i++) {
        buffer_clear(&name);
        buffer_printf(&name, "%s%s%s", path,
                      text_ends(text_of(path), TEXT("/")) ? "" : "/",
                      entries[i]->d_name);
        add_file(set, books, buffer_string(&name));
        free(entries[i]);
    }
    free(entries);
    buffer_free(&name);
}

/* Which files the contents came in does not show, but where they end does. */
static void
use(const struct ruleset *set, struct books *books)
{
    struct digester *digester = digester_new();
    char digest[DIGEST_TEXT];

    for (size_t i = 0; i < set->count; i++) {
        digester_add(digester, buffer_text(&set->files[i].content));
        digester_add(digester, (struct text){"", 1});
    }
    digest_format(digest, digester_value(digester));
    books_uses(books, "rules", (struct text){digest, DIGEST_TEXT});
    digester_free(digester);
}

void
ruleset_read(struct ruleset *set, struct books *books, const char *const *paths,
             size_t count)
{
    struct stat is;

    for (size_t i = 0; i < count; i++) {
        if (stat(paths[i], &is) == 0 && S_ISDIR(is.st_mode))
            add_folder(set, books, paths[i]);
        else
            add_file(set, books, paths[i]);
    }
    use(set, books);
}

void
ruleset_free(struct ruleset *set)
{
    for (size_t i = 0; i < set->count; i++) {
        free(set->files[i].path);
        buffer_free(&set->files[i].content);
    }
    free(set->files);
    *set = (struct ruleset){0};
}

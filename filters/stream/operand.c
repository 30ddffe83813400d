#include "stream/operand.h"

#include <err.h>
#include <fts.h>
#include <glob.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sysexits.h>

#include "base/url.h"

bool
operand_is_url(const char *operand)
{
    struct text text = text_of(operand);

    return text_starts_nocase(text, TEXT("http://"))
           || text_starts_nocase(text, TEXT("https://"))
           || text_starts_nocase(text, TEXT("s3://"));
}

/* The key of an s3:// is bytes as they are, `?` among them. */
void
operand_show(struct buffer *out, const char *url)
{
    struct url parts = url_split(text_of(url));

    if (text_equal_nocase(parts.scheme, TEXT("s3"))) {
        buffer_add_string(out, url);
        return;
    }
    buffer_add(out, parts.scheme);
    buffer_add(out, TEXT("://"));
    buffer_add(out, parts.host);
    buffer_add(out, parts.path);
}

static void
blank(const struct text *part)
{
    if (part->len > 0)
        memset((char *)part->at, '*', part->len);
}

static void
hide(char **operand)
{
    char *copy = strdup(*operand);
    struct url parts = url_split(text_of(*operand));

    if (copy == NULL)
        err(EX_OSERR, "operands");
    blank(&parts.user);
    blank(&parts.query);
    blank(&parts.fragment);
    *operand = copy;
}

void
operands_hide(char **given, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (operand_is_url(given[i])
            && !text_starts_nocase(text_of(given[i]), TEXT("s3://")))
            hide(&given[i]);
}

static void
add(struct operands *operands, const char *name)
{
    char *copy = strdup(name);

    if ((operands->count & (operands->count - 1)) == 0)
        operands->at = reallocarray(
            operands->at, operands->count == 0 ? 1 : operands->count * 2,
            sizeof(*operands->at));
    if (copy == NULL || operands->at == NULL)
        err(EX_OSERR, "operands");
    operands->at[operands->count++] = copy;
}

static int
by_name(const FTSENT **a, const FTSENT **b)
{
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

/* What fts cannot read is listed too: opening it will say why. */
static void
add_folder(struct operands *operands, char *folder)
{
    char *roots[] = {folder, NULL};
    FTS *walk = fts_open(roots, FTS_LOGICAL | FTS_NOCHDIR, by_name);
    FTSENT *entry;

    if (walk == NULL)
        err(EX_OSERR, "%s", folder);
    while ((entry = fts_read(walk)) != NULL) {
        if (entry->fts_level > 0 && entry->fts_name[0] == '.') {
            fts_set(walk, entry, FTS_SKIP);
            continue;
        }
        if (entry->fts_info == FTS_F || entry->fts_info == FTS_DNR
            || entry->fts_info == FTS_SLNONE || entry->fts_info == FTS_NS)
            add(operands, entry->fts_path);
    }
    fts_close(walk);
}

static void
add_path(struct operands *operands, char *path)
{
    struct stat status;

    if (stat(path, &status) == 0 && S_ISDIR(status.st_mode))
        add_folder(operands, path);
    else
        add(operands, path);
}

static bool
is_pattern(const char *operand)
{
    struct stat status;

    return strpbrk(operand, "*?[") != NULL && lstat(operand, &status) != 0;
}

static int
by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Sorted here: glob(3) would sort by the locale. */
static void
add_matches(struct operands *operands, char *pattern)
{
    glob_t found;

    if (glob(pattern, GLOB_NOSORT, NULL, &found) != 0) {
        add(operands, pattern);
        return;
    }
    qsort(found.gl_pathv, found.gl_pathc, sizeof(*found.gl_pathv), by_bytes);
    for (size_t i = 0; i < found.gl_pathc; i++)
        add_path(operands, found.gl_pathv[i]);
    globfree(&found);
}

void
operands_expand(struct operands *operands, char *const *given, size_t count)
{
    *operands = (struct operands){0};
    for (size_t i = 0; i < count; i++) {
        if (operand_is_url(given[i]) || strcmp(given[i], "-") == 0)
            add(operands, given[i]);
        else if (is_pattern(given[i]))
            add_matches(operands, given[i]);
        else
            add_path(operands, given[i]);
    }
}

void
operands_free(struct operands *operands)
{
    for (size_t i = 0; i < operands->count; i++)
        free(operands->at[i]);
    free(operands->at);
}

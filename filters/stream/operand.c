#include "stream/operand.h"

#include <assert.h>
#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <glob.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sysexits.h>

#include "base/array.h"
#include "base/file.h"
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
    struct text given = text_of(*operand);
    struct url parts = url_split(given);
    char *copy;

    assert(given.at != NULL);
    copy = strdup(given.at);
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

void
operands_add(struct operands *operands, const char *name)
{
    char *copy = strdup(name);

    if ((operands->count & (operands->count - 1)) == 0)
        operands->at = array_resize(operands->at, operands->count * 2,
                                    sizeof(*operands->at), "operands");
    if (copy == NULL)
        err(EX_OSERR, "operands");
    operands->at[operands->count++] = copy;
}

/* A folder and those that it lies in: a link may lead back to one of them. */
struct folder {
    const struct folder *in;
    dev_t device;
    ino_t number;
};

static void add_folder(struct operands *operands, const char *path,
                       const struct folder *in, const struct stat *status);

static int
is_shown(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* Whatever it holds would be missing. */
static void
cannot_read(const char *folder, int reason)
{
    errno = reason;
    err(reason == ENOMEM ? EX_OSERR : EX_IOERR, "%s: cannot_read", folder);
}

/* What cannot be read is listed too: opening it will say why. */
static void
add_entry(struct operands *operands, const char *path, const struct folder *in)
{
    struct stat status;

    if (stat(path, &status) != 0 || S_ISREG(status.st_mode))
        operands_add(operands, path);
    else if (S_ISDIR(status.st_mode))
        add_folder(operands, path, in, &status);
}

static bool
is_within(const struct folder *folder)
{
    for (const struct folder *in = folder->in; in != NULL; in = in->in)
        if (in->device == folder->device && in->number == folder->number)
            return true;
    return false;
}

/* readdir(3) alone tells an error from the end, and fts(3) does not ask it. */
static void
add_folder(struct operands *operands, const char *path, const struct folder *in,
           const struct stat *status)
{
    struct folder folder = {in, status->st_dev, status->st_ino};
    struct dirent **entries;
    struct buffer name = {0};
    int count;

    if (is_within(&folder))
        return;
    count = file_list(path, is_shown, &entries);
    if (count == -1 && errno == EACCES)
        operands_add(operands, path);
    else if (count == -1)
        cannot_read(path, errno);
    for (int i = 0; i < count; i++) {
        buffer_clear(&name);
        buffer_add_string(&name, path);
        if (!text_ends(text_of(path), TEXT("/")))
            buffer_add_char(&name, '/');
        buffer_add_string(&name, entries[i]->d_name);
        add_entry(operands, buffer_string(&name), &folder);
        free(entries[i]);
    }
    if (count != -1)
        free(entries);
    buffer_free(&name);
}

static void
add_path(struct operands *operands, const char *path)
{
    struct stat status;

    if (stat(path, &status) == 0 && S_ISDIR(status.st_mode))
        add_folder(operands, path, NULL, &status);
    else
        operands_add(operands, path);
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

/* As glob(3) would have them, but for an error within a folder: it takes that for the end. */
static void *
open_folder(const char *path)
{
    return opendir(path);
}

static struct dirent *
read_folder(void *folder)
{
    struct dirent *entry;

    errno = 0;
    entry = readdir(folder);
    if (entry == NULL && errno != 0)
        cannot_read("a folder of the pattern", errno);
    return entry;
}

static void
close_folder(void *folder)
{
    closedir(folder);
}

static int
stat_path(const char *path, struct stat *status)
{
    return stat(path, status);
}

static int
lstat_path(const char *path, struct stat *status)
{
    return lstat(path, status);
}

/* Sorted here: glob(3) would sort by the locale. */
static void
add_matches(struct operands *operands, char *pattern)
{
    glob_t found = {.gl_opendir = open_folder,
                    .gl_readdir = read_folder,
                    .gl_closedir = close_folder,
                    .gl_stat = stat_path,
                    .gl_lstat = lstat_path};
    int status = glob(pattern, GLOB_NOSORT | GLOB_ALTDIRFUNC, NULL, &found);

    if (status == GLOB_NOSPACE)
        cannot_read(pattern, ENOMEM);
    if (status != 0) {
        operands_add(operands, pattern);
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
            operands_add(operands, given[i]);
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

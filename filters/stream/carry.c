#include "stream/carry.h"

#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "stream/carry_list.h"
#include "stream/replace.h"
#include "stream/whole.h"

enum { SEGMENTS_MOST = 16, MODE = 0700, OWN_FIELDS = 2 };

struct carry {
    struct books *books;
    char *folder, *state, *next; /* paths */
    int lock;
    const char **paths; /* the fields, kind and time */
    size_t count;       /* of the fields */
    struct json_parser *parser;
    struct json_plan *plan;
    struct json_slot *slots;
    struct carry_list list; /* as it was found */
    bool is_new;
    size_t at; /* segment that is read next */
    struct segment_reader *reader;
    struct segment_writer *fresh, *merged; /* or NULL */
    uint64_t fresh_number, merged_number;
    int64_t until_s;
    struct buffer line;
};

static char *
path_in(const char *folder, const char *name)
{
    char *path;

    if (asprintf(&path, "%s/%s", folder, name) == -1)
        err(EX_OSERR, "carry");
    return path;
}

static char *
segment_path(const char *folder, uint64_t number)
{
    char *path;

    if (asprintf(&path, "%s/%06llu.ndjson.zst", folder,
                 (unsigned long long)number)
        == -1)
        err(EX_OSERR, "carry");
    return path;
}

/* The number that a file is named by as a segment is; false of any other. */
static bool
number_of(const char *name, uint64_t *number)
{
    struct text rest = text_of(name), digits;
    int64_t value;

    if (!text_split(&rest, '.', &digits) || !text_integer(digits, &value)
        || value < 0 || !text_equal(rest, TEXT("ndjson.zst")))
        return false;
    *number = (uint64_t)value;
    return true;
}

/* What runs left that were not committed, and what was made one. */
static void
sweep(const char *folder, const struct carry_list *list)
{
    DIR *directory = opendir(folder);
    const struct dirent *entry;
    uint64_t number;

    while (directory != NULL && (entry = readdir(directory)) != NULL) {
        if (number_of(entry->d_name, &number)
            && !carry_list_has(list, number)) {
            char *path = path_in(folder, entry->d_name);

            unlink(path);
            free(path);
        }
    }
    if (directory != NULL)
        closedir(directory);
}

static int
lock_folder(struct books *books, const char *folder)
{
    int fd = file_open(folder, O_RDONLY | O_DIRECTORY, 0);

    if (fd == -1)
        books_fail(books, errno == ENOENT ? EX_NOINPUT : EX_CONFIG, NULL,
                   "carry: %s: %s", folder, strerror(errno));
    if (!file_lock(fd, LOCK_EX | LOCK_NB) && errno == EWOULDBLOCK)
        books_fail(books, EX_TEMPFAIL, NULL, "busy: another run has %s",
                   folder);
    return fd;
}

/* Of records that were kept with other members some would be missing. */
static uint64_t
digest_of(const char *const *fields, size_t count)
{
    struct buffer names = {0};
    uint64_t digest;

    for (size_t i = 0; i < count; i++)
        buffer_printf(&names, "%s\n", fields[i]);
    digest = digest64(buffer_text(&names));
    buffer_free(&names);
    return digest;
}

static bool
read_list(struct books *books, const char *path, struct carry_list *list,
          bool is_used)
{
    struct buffer file = {0};
    char digest[DIGEST_TEXT];

    if (access(path, F_OK) != 0 && errno == ENOENT)
        return false;
    whole_get(books, "carry", path, &file);
    if (!carry_list_read(list, buffer_text(&file)))
        books_fail(books, EX_CONFIG, NULL,
                   "bad_carry: %s is damaged, cut or of another version", path);
    digest_format(digest, digest128(buffer_text(&file)));
    if (is_used)
        books_uses(books, "carry", (struct text){digest, DIGEST_TEXT});
    buffer_free(&file);
    return true;
}

static void
plan_fields(struct carry *carry, const char *const *fields, size_t count)
{
    carry->count = count;
    carry->paths = calloc(count + OWN_FIELDS, sizeof(*carry->paths));
    carry->slots = calloc(count + OWN_FIELDS, sizeof(*carry->slots));
    if (carry->paths == NULL || carry->slots == NULL)
        err(EX_OSERR, "carry");
    memcpy(carry->paths, fields, count * sizeof(*fields));
    carry->paths[count] = "kind";
    carry->paths[count + 1] = "time";
    carry->plan = json_plan_new(carry->paths, count + OWN_FIELDS);
    carry->parser = json_parser_new();
}

struct carry *
carry_open(struct books *books, const char *folder, const char *const *fields,
           size_t count)
{
    struct carry *carry = calloc(1, sizeof(*carry));

    if (carry == NULL)
        err(EX_OSERR, "carry");
    carry->books = books;
    carry->folder = strdup(folder);
    if (carry->folder == NULL)
        err(EX_OSERR, "carry");
    carry->state = path_in(folder, "state");
    carry->next = path_in(folder, "state.next");
    if (mkdir(folder, MODE) != 0 && errno != EEXIST)
        books_fail(books, EX_CANTCREAT, NULL, "carry: %s: %s", folder,
                   strerror(errno));
    books_may_write(books, folder);
    carry->lock = lock_folder(books, folder);
    carry->is_new = !read_list(books, carry->state, &carry->list, true);
    if (carry->is_new)
        carry->list = (struct carry_list){.until_s = INT64_MIN,
                                          .terms = {INT64_MAX, INT64_MAX, 0}};
    else if (carry->list.fields != digest_of(fields, count))
        books_fail(books, EX_CONFIG, NULL,
                   "bad_carry: %s was kept by another version of hark",
                   carry->state);
    carry->until_s = carry->list.until_s;
    if (unlink(carry->next) != 0 && errno != ENOENT)
        books_fail(books, EX_CANTCREAT, NULL, "cannot_create: %s: %s",
                   carry->next, strerror(errno));
    sweep(folder, &carry->list);
    plan_fields(carry, fields, count);
    return carry;
}

void
carry_close(struct carry *carry)
{
    if (carry == NULL)
        return;
    segment_close(carry->reader);
    json_plan_free(carry->plan);
    json_parser_free(carry->parser);
    carry_list_free(&carry->list);
    buffer_free(&carry->line);
    close(carry->lock);
    free(carry->paths);
    free(carry->slots);
    free(carry->folder);
    free(carry->state);
    free(carry->next);
    free(carry);
}

const char *
carry_agree(struct carry *carry, const struct carry_terms *terms)
{
    struct carry_terms *kept = &carry->list.terms;

    if (!carry->is_new && terms->window_s > kept->window_s)
        return "a wider window than was kept (--carry-window of the first run)";
    if (!carry->is_new && terms->gap_s > kept->gap_s)
        return "a longer --session-gap than was kept";
    if (!carry->is_new && terms->paths > kept->paths)
        return "markov, or its longer --fit or --stitch, needs what was not "
               "kept: it has to be asked for from the first run on";
    *kept = *terms;
    return NULL;
}

struct carry_terms
carry_terms(const struct carry *carry)
{
    return carry->list.terms;
}

int64_t
carry_until(const struct carry *carry)
{
    return carry->list.until_s;
}

int64_t
carry_seen(const struct carry *carry)
{
    return carry->until_s;
}

static void
damaged(const struct carry *carry, const struct carry_segment *segment)
{
    char *path = segment_path(carry->folder, segment->number);

    books_fail(carry->books, EX_CONFIG, NULL,
               "bad_carry: %s is damaged, cut or missing", path);
}

static void
parse(struct carry *carry, struct text line, struct record *record)
{
    struct json_slot root;
    bool repaired;

    if (!json_pick_plain(carry->parser, carry->plan, line, carry->slots)
        && (json_parse(carry->parser, line, &root, &repaired) != NULL
            || root.type != JSON_OBJECT
            || json_pick(carry->plan, root.node, carry->slots) != NULL))
        damaged(carry, &carry->list.segments[carry->at - 1]);
    record->line = line;
    record->fields = carry->slots;
    record->kind = "";
    record->time_s = INT64_MIN;
    if (carry->slots[carry->count].type == JSON_STRING)
        record->kind = record_kind(carry->slots[carry->count].text);
    if (carry->slots[carry->count + 1].type == JSON_STRING)
        clock_read(carry->slots[carry->count + 1].text, &record->time_s);
}

static void
open_segment(struct carry *carry)
{
    const struct options *given = books_options(carry->books);
    char *path =
        segment_path(carry->folder, carry->list.segments[carry->at++].number);

    carry->reader = segment_open(path, given->max_line, given->max_window);
    free(path);
}

/* What was read is what was written. */
static void
check_segment(struct carry *carry)
{
    const struct carry_segment *segment = &carry->list.segments[carry->at - 1];
    struct segment_seal seal = segment_seal(carry->reader);

    if (seal.lines != segment->seal.lines
        || seal.digest.high != segment->seal.digest.high
        || seal.digest.low != segment->seal.digest.low)
        damaged(carry, segment);
    segment_close(carry->reader);
    carry->reader = NULL;
}

bool
carry_next(struct carry *carry, struct record *record)
{
    struct text line;

    for (;;) {
        if (carry->reader == NULL && carry->at == carry->list.count)
            return false;
        if (carry->reader == NULL)
            open_segment(carry);
        switch (segment_next(carry->reader, &line)) {
        case SEGMENT_LINE:
            parse(carry, line, record);
            return true;
        case SEGMENT_END:
            check_segment(carry);
            break;
        default:
            damaged(carry, &carry->list.segments[carry->at - 1]);
        }
    }
}

void
carry_rewind(struct carry *carry)
{
    segment_close(carry->reader);
    carry->reader = NULL;
    carry->at = 0;
}

static uint64_t
free_number(const struct carry *carry)
{
    uint64_t most = 0;

    for (size_t i = 0; i < carry->list.count; i++)
        if (carry->list.segments[i].number > most)
            most = carry->list.segments[i].number;
    if (carry->fresh != NULL && carry->fresh_number > most)
        most = carry->fresh_number;
    return most + 1;
}

static void
add_line(struct carry *carry, struct segment_writer **writer, uint64_t *number,
         struct text line)
{
    char *path = NULL;

    if (*writer == NULL) {
        *number = free_number(carry);
        path = segment_path(carry->folder, *number);
        *writer = segment_create(path);
        if (*writer == NULL)
            books_fail(carry->books, EX_CANTCREAT, NULL, "carry: %s: %s", path,
                       strerror(errno));
        free(path);
    }
    if (!segment_add(*writer, line))
        books_fail(carry->books, EX_IOERR, NULL, "carry: %s: %s", carry->folder,
                   strerror(errno));
}

static bool
is_asked(const struct carry *carry, struct text name)
{
    for (size_t i = 0; i < carry->count + OWN_FIELDS; i++)
        if (text_equal(name, text_of(carry->paths[i])))
            return true;
    return false;
}

void
carry_add(struct carry *carry, const struct record *record, int64_t time_s)
{
    const char *at = record->line.at;
    struct record_member member;

    buffer_clear(&carry->line);
    buffer_add(&carry->line, TEXT("{\"v\":1"));
    while (record_next_member(&at, &member)) {
        if (!is_asked(carry, member.name))
            continue;
        buffer_add_char(&carry->line, ',');
        buffer_add(&carry->line, member.whole);
    }
    buffer_add_char(&carry->line, '}');
    add_line(carry, &carry->fresh, &carry->fresh_number,
             buffer_text(&carry->line));
    if (time_s > carry->until_s)
        carry->until_s = time_s;
}

bool
carry_is_due(const struct carry *carry)
{
    return carry->list.count >= SEGMENTS_MOST;
}

void
carry_keep(struct carry *carry, const struct record *record)
{
    add_line(carry, &carry->merged, &carry->merged_number, record->line);
}

/* Adds what was written, if anything was; false with errno where it is not on disk. */
static bool
end_segment(struct segment_writer **writer, uint64_t number,
            struct carry_list *list)
{
    struct carry_segment segment = {.number = number};
    bool is_good = true;

    if (*writer != NULL) {
        is_good = segment_end(*writer, &segment.seal);
        carry_list_add(list, &segment);
    }
    *writer = NULL;
    return is_good;
}

static bool
write_list(struct carry *carry)
{
    struct carry_list list = {.fields = digest_of(carry->paths, carry->count),
                              .until_s = carry->until_s,
                              .terms = carry->list.terms};
    struct buffer file = {0};
    bool is_good = true;

    if (carry->merged != NULL)
        is_good = end_segment(&carry->merged, carry->merged_number, &list);
    else
        for (size_t i = 0; i < carry->list.count; i++)
            carry_list_add(&list, &carry->list.segments[i]);
    is_good = end_segment(&carry->fresh, carry->fresh_number, &list) && is_good;
    carry_list_write(&file, &list);
    is_good = is_good && replace_content(carry->next, buffer_text(&file), 0600);
    carry_list_free(&list);
    buffer_free(&file);
    return is_good;
}

int
carry_end(struct carry *carry, int status)
{
    if (carry == NULL)
        return status;
    if (status == 0 && !write_list(carry)) {
        warn("carry: %s", carry->next);
        status = EX_CANTCREAT;
    }
    if (status != 0)
        sweep(carry->folder, &carry->list);
    return status;
}

int
carry_commit(struct books *books, const char *folder)
{
    char *state = path_in(folder, "state"),
         *next = path_in(folder, "state.next");
    int lock = lock_folder(books, folder);
    struct carry_list list = {0};
    int status;

    read_list(books, next, &list, false);
    status = replace_commit(state);
    if (status == 0)
        sweep(folder, &list);
    carry_list_free(&list);
    close(lock);
    free(state);
    free(next);
    return status;
}

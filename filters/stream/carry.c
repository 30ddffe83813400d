#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "stream/carry_parts.h"
#include "stream/replace.h"

enum { MODE = 0700 };

static void
plan_fields(struct carry *carry, const char *const *fields, size_t count)
{
    carry->count = count;
    carry->paths = calloc(count + CARRY_OWN_FIELDS, sizeof(*carry->paths));
    carry->slots = calloc(count + CARRY_OWN_FIELDS, sizeof(*carry->slots));
    if (carry->paths == NULL || carry->slots == NULL)
        err(EX_OSERR, "carry");
    memcpy(carry->paths, fields, count * sizeof(*fields));
    carry->paths[count] = "kind";
    carry->paths[count + 1] = "time";
    carry->plan = json_plan_new(carry->paths, count + CARRY_OWN_FIELDS);
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
    carry->state = carry_path_in(folder, "state");
    carry->next = carry_path_in(folder, "state.next");
    if (mkdir(folder, MODE) != 0 && errno != EEXIST)
        books_fail(books, EX_CANTCREAT, NULL, "carry: %s: %s", folder,
                   strerror(errno));
    books_may_write(books, folder);
    carry->lock = carry_lock(books, folder);
    carry->is_new = !carry_read_list(books, carry->state, &carry->list, true);
    if (carry->is_new)
        carry->list = (struct carry_list){.until_s = INT64_MIN,
                                          .terms = {INT64_MAX, INT64_MAX, 0}};
    else if (carry->list.fields != carry_digest_of(fields, count))
        books_fail(books, EX_CONFIG, NULL,
                   "bad_carry: %s was kept by another version of hark",
                   carry->state);
    carry->until_s = carry->list.until_s;
    if (unlink(carry->next) != 0 && errno != ENOENT)
        books_fail(books, EX_CANTCREAT, NULL, "cannot_create: %s: %s",
                   carry->next, strerror(errno));
    carry_sweep(folder, &carry->list);
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

int
carry_commit(struct books *books, const char *folder)
{
    char *state = carry_path_in(folder, "state"),
         *next = carry_path_in(folder, "state.next");
    int lock = carry_lock(books, folder);
    struct carry_list list = {0};
    int status;

    carry_read_list(books, next, &list, false);
    status = replace_commit(state);
    if (status == 0)
        carry_sweep(folder, &list);
    carry_list_free(&list);
    close(lock);
    free(state);
    free(next);
    return status;
}

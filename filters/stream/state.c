#include "stream/state.h"

#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/table.h"
#include "stream/replace.h"
#include "stream/state_lines.h"
#include "stream/whole.h"

enum { NANO = 1000000000, NO_CONTENT = -1 };

/* Contents and names are numbered by their tables; these are what else is known of each. */
struct held {
    struct content content;
    uint32_t names; /* that hold it now */
    bool superseded;
};

struct named {
    int64_t content; /* its number, or NO_CONTENT */
    struct stamp stamp;
    uint64_t left;
};

struct state {
    struct books *books;
    char *path;
    struct replacement *prepared; /* or NULL */
    struct table *contents, *names, *heads;
    struct held *held;
    struct named *named;
    size_t held_cap, named_cap;
    uint64_t *sizes;
    size_t size_count, size_cap;
};

struct key {
    char at[24];
};

static struct text
key_text(const struct key *key, size_t len)
{
    return (struct text){key->at, len};
}

static struct text
content_key(struct key *key, uint64_t bytes, struct digest digest)
{
    memcpy(key->at, &bytes, 8);
    memcpy(key->at + 8, &digest.high, 8);
    memcpy(key->at + 16, &digest.low, 8);
    return key_text(key, 24);
}

static struct text
head_key(struct key *key, uint64_t bytes, uint64_t head)
{
    memcpy(key->at, &bytes, 8);
    memcpy(key->at + 8, &head, 8);
    return key_text(key, 16);
}

static size_t
head_bytes(uint64_t bytes)
{
    return bytes < STATE_HEAD ? (size_t)bytes : STATE_HEAD;
}

/* Where that size is among the sizes, or would be. */
static size_t
size_place(const struct state *state, uint64_t bytes)
{
    size_t low = 0, high = state->size_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (state->sizes[middle] < bytes)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void
add_size(struct state *state, uint64_t bytes)
{
    size_t place = size_place(state, bytes);

    if (bytes == 0
        || (place < state->size_count && state->sizes[place] == bytes))
        return;
    state->sizes = array_room(state->sizes, state->size_count, &state->size_cap,
                              sizeof(*state->sizes), "archives of a state");
    memmove(state->sizes + place + 1, state->sizes + place,
            (state->size_count - place) * sizeof(*state->sizes));
    state->sizes[place] = bytes;
    state->size_count++;
}

static uint32_t
add_content(struct state *state, const struct content *content)
{
    struct key key;
    uint32_t before = table_count(state->contents);
    uint32_t number = table_add(
        state->contents, content_key(&key, content->bytes, content->digest));

    if (number < before)
        return number;
    state->held = array_room(state->held, number, &state->held_cap,
                             sizeof(*state->held), "archives of a state");
    state->held[number] = (struct held){.content = *content};
    table_add(state->heads,
              head_key(&key, head_bytes(content->bytes), content->head));
    add_size(state, content->bytes);
    return number;
}

static struct named *
add_name(struct state *state, struct text name)
{
    uint32_t before = table_count(state->names);
    uint32_t number = table_add(state->names, name);

    state->named = array_room(state->named, number, &state->named_cap,
                              sizeof(*state->named), "archives of a state");
    if (number == before)
        state->named[number] = (struct named){.content = NO_CONTENT};
    return &state->named[number];
}

void
state_put(struct state *state, struct text name, const struct stamp *stamp,
          const struct content *content, uint64_t left)
{
    uint32_t number = add_content(state, content);
    struct named *named;

    state->held[number].superseded = false;
    if (name.at == NULL)
        return;
    named = add_name(state, name);
    if (named->content != NO_CONTENT)
        state->held[named->content].names--;
    state->held[number].names++;
    *named = (struct named){number, *stamp, left};
}

void
state_supersede(struct state *state, const struct content *content)
{
    struct key key;
    uint32_t number = table_find(
        state->contents, content_key(&key, content->bytes, content->digest));

    if (number != TABLE_NONE)
        state->held[number].superseded = true;
}

enum state_found
state_find(const struct state *state, struct text name,
           const struct stamp *stamp)
{
    uint32_t number = table_find(state->names, name);
    const struct named *named;

    if (number == TABLE_NONE)
        return STATE_NEW;
    named = &state->named[number];
    if (named->stamp.size != stamp->size
        || named->stamp.mtime_ns != stamp->mtime_ns)
        return STATE_CHANGED;
    return named->left > 0 ? STATE_TAIL_LEFT : STATE_DONE;
}

bool
state_may_know(const struct state *state, struct text first)
{
    for (size_t i = 0; i < state->size_count; i++) {
        size_t bytes = head_bytes(state->sizes[i]);
        struct key key;

        if (bytes > first.len)
            return false;
        if (table_find(
                state->heads,
                head_key(&key, bytes, digest64((struct text){first.at, bytes})))
            != TABLE_NONE)
            return true;
        if (bytes == STATE_HEAD)
            return false; /* so are all that follow */
    }
    return false;
}

bool
state_knows(const struct state *state, uint64_t bytes, struct digest digest)
{
    struct key key;

    return table_find(state->contents, content_key(&key, bytes, digest))
           != TABLE_NONE;
}

const uint64_t *
state_sizes(const struct state *state, size_t *count)
{
    *count = state->size_count;
    return state->sizes;
}

static void
write_line(struct buffer *out, const struct content *content,
           const struct named *named, struct text name)
{
    char digest[DIGEST_TEXT];
    int64_t s = named->stamp.mtime_ns / NANO, ns = named->stamp.mtime_ns % NANO;

    if (ns < 0) {
        s--;
        ns += NANO;
    }
    digest_format(digest, content->digest);
    buffer_printf(out, "%llu %.*s ", (unsigned long long)content->bytes,
                  DIGEST_TEXT, digest);
    buffer_add_hex(out, content->head);
    buffer_printf(out, " %llu %lld %lld.%09lld ",
                  (unsigned long long)named->left, (long long)named->stamp.size,
                  (long long)s, (long long)ns);
    state_lines_add_name(out, name);
    buffer_add_char(out, '\n');
}

static void
write_lines(const struct state *state, struct buffer *out)
{
    static const struct named nobody = {0};
    uint32_t count = 0;
    char digest[DIGEST_TEXT];

    buffer_add_string(out, STATE_MAGIC);
    for (uint32_t i = 0; i < table_count(state->names); i++, count++)
        write_line(out, &state->held[state->named[i].content].content,
                   &state->named[i], table_text(state->names, i));
    for (uint32_t i = 0; i < table_count(state->contents); i++) {
        const struct held *held = &state->held[i];

        if (held->names > 0 || held->superseded)
            continue;
        write_line(out, &held->content, &nobody, TEXT("-"));
        count++;
    }
    digest_format(digest, digest128(buffer_text(out)));
    buffer_printf(out, "= %u %.*s\n", count, DIGEST_TEXT, digest);
}

static char *
next_path(const char *path)
{
    char *next;

    if (asprintf(&next, "%s.next", path) == -1)
        err(EX_OSERR, "state");
    return next;
}

static struct state *
new_state(struct books *books, const char *path)
{
    struct state *state = calloc(1, sizeof(*state));

    if (state == NULL || (state->path = strdup(path)) == NULL)
        err(EX_OSERR, "state");
    state->books = books;
    state->contents = table_new();
    state->names = table_new();
    state->heads = table_new();
    return state;
}

static void
read_file(struct state *state, const char *path)
{
    struct buffer lines = {0};

    whole_get(state->books, "state", path, &lines);
    if (!state_lines_read(state, buffer_text(&lines)))
        books_fail(state->books, EX_CONFIG, NULL,
                   "bad_state: %s is damaged, cut or of another version", path);
    buffer_free(&lines);
}

struct state *
state_open(struct books *books, const char *path)
{
    struct state *state = new_state(books, path);
    char *next = next_path(path);

    if (access(path, F_OK) == 0 || errno != ENOENT)
        read_file(state, path);
    if (unlink(next) != 0 && errno != ENOENT)
        books_fail(books, EX_CANTCREAT, NULL, "cannot_create: %s: %s", next,
                   strerror(errno));
    free(next);
    return state;
}

int
state_commit(struct books *books, const char *path)
{
    char *next = next_path(path);
    struct state *state = new_state(books, path);

    if (access(next, F_OK) == 0)
        read_file(state, next);
    state_free(state);
    free(next);
    return replace_commit(path);
}

void
state_write(struct state *state)
{
    struct buffer lines = {0};
    char *next = next_path(state->path);

    write_lines(state, &lines);
    state->prepared = replace_begin(next, 0666);
    if (state->prepared == NULL
        || !replace_write(state->prepared, buffer_text(&lines))
        || !replace_sync(state->prepared))
        books_problem(state->books, EX_CANTCREAT, NULL, "cannot_create: %s: %s",
                      next, strerror(errno));
    buffer_free(&lines);
    free(next);
}

int
state_publish(struct state *state, bool is_good)
{
    char *next;
    int status = 0;

    if (state->prepared == NULL)
        return 0;
    next = next_path(state->path);
    if (!is_good) {
        replace_drop(state->prepared);
    } else if (!replace_end(state->prepared)) {
        warn("%s: cannot_create", next);
        status = EX_CANTCREAT;
    }
    state->prepared = NULL;
    free(next);
    return status;
}

void
state_free(struct state *state)
{
    if (state == NULL)
        return;
    table_free(state->contents);
    table_free(state->names);
    table_free(state->heads);
    free(state->held);
    free(state->named);
    free(state->sizes);
    replace_drop(state->prepared);
    free(state->path);
    free(state);
}

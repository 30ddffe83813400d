#include "sources/person.h"

#include <err.h>
#include <stdlib.h>

#include "ports/digest.h"
#include "ports/secret.h"
#include "sources/recent.h"

enum { HEX = 16, KEPT = 8192, LONGEST = 512 };

struct person {
    struct books *books;
    struct secret *secret; /* or NULL */
    bool is_clear;
    struct recent *recent; /* hashes, by "space:plain" */
    struct buffer built;
};

struct person *
person_new(struct books *books, const char *key_file, bool is_clear)
{
    struct person *person = calloc(1, sizeof(*person));
    const char *why = NULL;
    struct buffer id = {0};

    if (person == NULL)
        err(EX_OSERR, "person");
    person->books = books;
    person->is_clear = is_clear;
    person->recent = recent_new(KEPT, LONGEST);
    if (key_file == NULL)
        return person;
    person->secret = secret_load(key_file, &why);
    if (person->secret == NULL)
        books_fail(books, EX_CONFIG, NULL, "bad_key: %s: %s", key_file, why);
    buffer_add_hex(&id, secret_id(person->secret));
    books_uses(books, "key", buffer_text(&id));
    buffer_free(&id);
    return person;
}

void
person_free(struct person *person)
{
    if (person == NULL)
        return;
    secret_free(person->secret);
    recent_free(person->recent);
    buffer_free(&person->built);
    free(person);
}

static void
need_key(const struct person *person)
{
    if (person->secret == NULL)
        books_fail(person->books, EX_CONFIG, NULL,
                   "no_key: people occur here, who are written as keyed "
                   "hashes: make a key once by `hark new-key FILE` and give "
                   "--key-file FILE or HARK_KEY_FILE, or --clear-ids to keep "
                   "them as they are");
}

/* `name` is "space:plain". The same people come again and again. */
static uint64_t
hash_of(struct person *person, const char *space, struct text plain,
        struct text name)
{
    bool is_known;
    uint64_t *kept = recent_find(person->recent, name, &is_known);

    if (kept == NULL)
        return secret_hash(person->secret, space, plain);
    if (!is_known)
        *kept = secret_hash(person->secret, space, plain);
    return *kept;
}

struct text
person_name(struct person *person, struct arena *arena, const char *space,
            struct text plain)
{
    struct buffer *name = &person->built;
    size_t prefix;
    uint64_t hash;

    buffer_clear(name);
    buffer_add_string(name, space);
    buffer_add_char(name, ':');
    prefix = name->len;
    buffer_add(name, plain);
    if (!person->is_clear) {
        need_key(person);
        hash = hash_of(person, space, plain, buffer_text(name));
        name->len = prefix;
        buffer_add_char(name, 'h');
        buffer_add_hex(name, hash);
    }
    return arena_copy(arena, buffer_text(name));
}

struct text
person_hash(struct person *person, struct arena *arena, struct text bytes)
{
    struct buffer *name = &person->built;
    bool is_keyed = person->secret != NULL || !person->is_clear;

    if (is_keyed)
        need_key(person);
    buffer_clear(name);
    buffer_add_hex(name, is_keyed ? secret_tag(person->secret, bytes)
                                  : digest64(bytes));
    return arena_copy(arena, (struct text){name->at, HEX});
}

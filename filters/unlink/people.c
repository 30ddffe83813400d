#include "unlink/unlink.h"

static void
learn(void *context, uint64_t tombstone)
{
    struct unlinker *unlinker = context;

    buffer_add_hex(&unlinker->learnt, tombstone);
    buffer_add_char(&unlinker->learnt, '\n');
}

static void
learn_name(struct unlinker *unlinker, enum forgotten_sort sort,
           struct text name)
{
    if (name.len > 0)
        learn(unlinker, forgotten_tombstone(unlinker->forgotten, sort, name));
}

static struct text
native_of(struct text name)
{
    return text_from(name, text_find_char(name, ':') + 1);
}

void
unlink_learn(struct unlinker *unlinker, const struct record *record,
             const char *why, bool is_person)
{
    if (why != NULL && strcmp(why, "forgotten_author") == 0) {
        struct text author = record_text(record, AUTHOR);

        learn_name(unlinker, FORGOTTEN_NAME, record_text(record, ID));
        learn_name(unlinker, FORGOTTEN_NAME, author);
        if (author.len > 0)
            learn_name(unlinker, FORGOTTEN_NATIVE, native_of(author));
        learn_name(unlinker, FORGOTTEN_HANDLE, record_text(record, HANDLE));
    }
    if (is_person) {
        learn_name(unlinker, FORGOTTEN_NAME, record_text(record, VISITOR));
        learn_name(unlinker, FORGOTTEN_NAME, record_text(record, CUSTOMER));
    }
}

void
unlink_learn_person(struct unlinker *unlinker, struct text person)
{
    forgotten_person(unlinker->forgotten, person, learn, unlinker);
}

#include "domain/evidence_words.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/journal.h"

enum { KEPT = 4096, CHUNK = 64 * 1024 };

struct evidence_words_store {
    struct journal *journal;
    struct evidence_words_kept
        kept[KEPT]; /* each takes the place of an earlier one */
};

struct evidence_words_store *
evidence_words_new(size_t budget_bytes, struct spill *spill)
{
    struct evidence_words_store *store = calloc(1, sizeof(*store));

    if (store == NULL)
        err(EX_OSERR, "words");
    store->journal = journal_new(CHUNK, budget_bytes, spill);
    return store;
}

void
evidence_words_free(struct evidence_words_store *store)
{
    if (store == NULL)
        return;
    journal_free(store->journal);
    free(store);
}

static void
put_text(char **at, struct text text)
{
    uint16_t len = (uint16_t)text.len;

    memcpy(*at, &len, sizeof(len));
    *at += sizeof(len);
    if (text.len > 0)
        memcpy(*at, text.at, text.len);
    *at += text.len;
}

static struct text
take_text(struct text *rest)
{
    uint16_t len;
    struct text taken;

    memcpy(&len, rest->at, sizeof(len));
    taken = (struct text){rest->at + sizeof(len), len};
    *rest = text_from(*rest, sizeof(len) + len);
    return taken;
}

static size_t
slot(uint64_t key)
{
    return key >> 32 & (KEPT - 1);
}

const struct evidence_words_kept *
evidence_words_find(const struct evidence_words_store *store, uint64_t key)
{
    const struct evidence_words_kept *kept = &store->kept[slot(key)];

    return kept->key == key ? kept : NULL;
}

const struct evidence_words_kept *
evidence_words_keep(struct evidence_words_store *store, uint64_t key,
                    uint64_t source, const struct evidence_words *words)
{
    struct evidence_words_kept *kept = &store->kept[slot(key)];
    size_t most = words->source.len + words->medium.len + words->campaign.len
                  + words->account.len + 1 + 4 * sizeof(uint16_t);
    char *start, *at;

    if (kept->key == key)
        return kept;
    start = at = journal_reserve(store->journal, most);
    *at++ = (char)words->by;
    put_text(&at, words->source);
    put_text(&at, words->medium);
    put_text(&at, words->campaign);
    put_text(&at, words->account);
    *kept = (struct evidence_words_kept){
        key, source, journal_keep(store->journal, (size_t)(at - start))};
    return kept;
}

struct evidence_words
evidence_words_get(struct evidence_words_store *store, uint64_t place)
{
    struct text rest = journal_get(store->journal, place, CHUNK);
    struct evidence_words words = {.by = (enum evidence_by)rest.at[0]};

    rest = text_from(rest, 1);
    words.source = take_text(&rest);
    words.medium = take_text(&rest);
    words.campaign = take_text(&rest);
    words.account = take_text(&rest);
    return words;
}

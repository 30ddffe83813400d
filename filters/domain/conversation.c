#include "domain/conversation_parts.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "domain/revision.h"
#include "ports/digest.h"

enum { CLAIM_REPLY, CLAIM_THREAD, CLAIM_OF_REPLY };

struct runs *
conversation_runs(const struct conversation *conversation, size_t entry_bytes,
                  size_t key_bytes)
{
    return runs_new(entry_bytes, key_bytes, conversation->part_bytes,
                    conversation->spill);
}

struct conversation *
conversation_new(const struct conversation_rules *rules, size_t budget_bytes,
                 struct spill *spill)
{
    struct conversation *new = calloc(1, sizeof(*new));

    if (new == NULL)
        err(EX_OSERR, "conversation");
    new->rules = rules;
    new->spill = spill;
    new->part_bytes = budget_bytes / CONVERSATION_PARTS;
    new->as_of_s = INT64_MIN;
    new->texts = journal_new(CONVERSATION_TEXTS_MAX, new->part_bytes, spill);
    new->accounts = table_new();
    new->ancestors = ancestors_new(3 * new->part_bytes, spill);
    new->entries = conversation_runs(new, sizeof(struct conversation_entry),
                                     CONVERSATION_ENTRY_KEY);
    new->names = conversation_runs(new, sizeof(struct conversation_name),
                                   sizeof(uint64_t));
    return new;
}

void
conversation_free(struct conversation *conversation)
{
    if (conversation == NULL)
        return;
    journal_free(conversation->texts);
    table_free(conversation->accounts);
    ancestors_free(conversation->ancestors);
    runs_free(conversation->entries);
    runs_free(conversation->names);
    runs_free(conversation->requests);
    runs_free(conversation->cases);
    sorter_free(conversation->members);
    sorter_free(conversation->lines);
    buffer_free(&conversation->line);
    buffer_free(&conversation->head);
    free(conversation);
}

/* 0 is no node. */
static uint64_t
node_of(struct text id)
{
    uint64_t node = digest64(id);

    return node == 0 ? 1 : node;
}

/* What a post hangs on: the post that it answers, else what the source calls its thread. */
static struct text
parent_of(const struct conversation_post *post)
{
    if (post->reply_to.len > 0 && !text_equal(post->reply_to, post->id))
        return post->reply_to;
    if (post->thread.len > 0 && !text_equal(post->thread, post->id))
        return post->thread;
    return TEXT_NONE;
}

static char *
put_text(char *at, struct text text)
{
    uint32_t len = (uint32_t)text.len;

    memcpy(at, &len, sizeof(len));
    if (text.len > 0)
        memcpy(at + sizeof(len), text.at, text.len);
    return at + sizeof(len) + text.len;
}

static struct text
take_text(struct text bytes, size_t *from)
{
    uint32_t len;
    struct text text;

    memcpy(&len, bytes.at + *from, sizeof(len));
    text = (struct text){bytes.at + *from + sizeof(len), len};
    *from += sizeof(len) + len;
    return text;
}

/* Asked for in the order of places: a chunk is read once. */
struct conversation_texts
conversation_texts_at(struct conversation *conversation, uint64_t place)
{
    uint64_t number = place / CONVERSATION_TEXTS_MAX + 1;
    struct conversation_texts texts = {.bytes = 0};
    struct text bytes;

    if (number != conversation->chunk_number)
        conversation->chunk =
            journal_chunk(conversation->texts, (size_t)number - 1,
                          &conversation->chunk_place);
    conversation->chunk_number = number;
    bytes = text_from(conversation->chunk, place - conversation->chunk_place);
    for (int i = 0; i < CONVERSATION_WHICH; i++)
        texts.texts[i] = take_text(bytes, &texts.bytes);
    texts.facts = take_text(bytes, &texts.bytes);
    return texts;
}

/* UINT64_MAX: there is too much of it. */
static uint64_t
keep_texts(struct conversation *conversation,
           const struct conversation_post *post, struct text parent,
           struct text claim)
{
    struct text facts =
        (post->signs & INQUIRY_WORTHY) != 0 ? post->facts : TEXT_NONE;
    size_t bytes = (CONVERSATION_WHICH + 1) * sizeof(uint32_t) + post->id.len
                   + parent.len + claim.len + facts.len;
    char *at;

    if (bytes > CONVERSATION_TEXTS_MAX)
        return UINT64_MAX;
    at = journal_reserve(conversation->texts, bytes);
    at = put_text(put_text(put_text(at, post->id), parent), claim);
    put_text(at, facts);
    return journal_keep(conversation->texts, bytes);
}

static void
add_name(struct conversation *conversation, struct text id, uint64_t spot)
{
    struct conversation_name *name = runs_add(conversation->names);

    runs_put64(&name->node, node_of(id));
    name->spot = spot;
}

/* What a post replies to may not be there, and stands under what the post says its thread is. */
static struct text
claim_of(const struct conversation_post *post, struct text parent)
{
    return parent.len > 0 && text_equal(parent, post->reply_to)
                   && !text_equal(post->thread, parent)
                   && !text_equal(post->thread, post->id)
               ? post->thread
               : TEXT_NONE;
}

static void
add_arrows(struct conversation *conversation,
           const struct conversation_post *post, struct text parent,
           struct text claim)
{
    if (parent.len > 0)
        ancestors_add(conversation->ancestors, node_of(post->id),
                      text_equal(parent, post->reply_to) ? CLAIM_REPLY
                                                         : CLAIM_THREAD,
                      node_of(parent));
    if (claim.len > 0)
        ancestors_add(conversation->ancestors, node_of(parent), CLAIM_OF_REPLY,
                      node_of(claim));
}

static void
add_names(struct conversation *conversation,
          const struct conversation_post *post, struct text parent,
          struct text claim, uint64_t place)
{
    add_name(conversation, post->id,
             CONVERSATION_SPOT(place, CONVERSATION_OWN));
    if (parent.len > 0)
        add_name(conversation, parent,
                 CONVERSATION_SPOT(place, CONVERSATION_PARENT));
    if (claim.len > 0)
        add_name(conversation, claim,
                 CONVERSATION_SPOT(place, CONVERSATION_CLAIM));
}

static uint64_t
content_of(struct text line)
{
    struct revision revision;

    revision_set_content(&revision, line);
    return runs_get64(revision.content);
}

static uint32_t
account_number(struct conversation *conversation, struct text name)
{
    return name.len == 0 ? 0 : table_add(conversation->accounts, name) + 1;
}

static void
add_entry(struct conversation *conversation,
          const struct conversation_post *post, uint64_t place, uint64_t parent)
{
    struct conversation_entry *entry = runs_add(conversation->entries);
    uint64_t seen = (uint64_t)post->seen_s ^ (UINT64_C(1) << 63);

    *entry = (struct conversation_entry){
        .number = conversation->count++,
        .place = place,
        .author = digest64(post->author),
        .parent = parent,
        .time_s = post->time_s,
        .ms = (uint64_t)(post->ms < 0 ? 0 : post->ms),
        .account = account_number(conversation, post->account),
        .signs = post->signs | (post->names_us ? CONVERSATION_NAMES_US : 0)
                 | (post->is_apart ? CONVERSATION_APART : 0),
    };
    runs_put64(&entry->node, node_of(post->id));
    runs_put64(&entry->unseen, seen == 0 ? UINT64_MAX : ~seen);
    runs_put64(&entry->content, ~content_of(post->line));
}

const char *
conversation_add(struct conversation *conversation,
                 const struct conversation_post *post)
{
    struct text parent = parent_of(post);
    struct text claim = claim_of(post, parent);
    uint64_t place = keep_texts(conversation, post, parent, claim);

    if (place == UINT64_MAX)
        return "too_long: ids and labels of a post take more than 1 MiB";
    add_names(conversation, post, parent, claim, place);
    add_arrows(conversation, post, parent, claim);
    add_entry(conversation, post, place, parent.len > 0 ? node_of(parent) : 0);
    if (post->time_s > conversation->as_of_s)
        conversation->as_of_s = post->time_s;
    return NULL;
}

void
conversation_delete(struct conversation *conversation, struct text target)
{
    struct conversation_entry *entry = runs_add(conversation->entries);

    *entry = (struct conversation_entry){.signs = CONVERSATION_NOTICE};
    runs_put64(&entry->node, node_of(target));
}

void
conversation_settle(struct conversation *conversation, int64_t as_of_s)
{
    if (as_of_s != INT64_MIN)
        conversation->as_of_s = as_of_s;
    conversation->requests = conversation_runs(
        conversation, sizeof(struct conversation_request), sizeof(uint64_t));
    conversation->cases = conversation_runs(
        conversation, sizeof(struct conversation_case), sizeof(uint64_t));
    runs_sort(conversation->entries);
    runs_sort(conversation->names);
    ancestors_settle(conversation->ancestors);
    conversation_pair(conversation);
    conversation_tell(conversation);
}

#include "domain/edges.h"

#include <assert.h>
#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/sorter.h"
#include "domain/group.h"
#include "domain/pick.h"
#include "ports/digest.h"
#include "ports/unicode.h"

enum { KIND, SOURCE, ID, AUTHOR, HANDLE, TIME, REPOST_OF, MENTIONS, FIELDS };
static const char *const fields[FIELDS] = {"kind",      "source",  "id",
                                           "author",    "handle",  "time",
                                           "repost_of", "mentions"};

enum { DIGEST_BYTES = sizeof(struct digest) };

/* Behind the digest of a name: who has it comes before who points there. */
enum role { HAS = 'a', POINTS = 'b' };

struct edges {
    enum edges_kind kind;
    size_t fields[FIELDS];
    struct sorter *names; /* digest of a name, role */
    struct sorter *found; /* source, target, digest of the post */
    bool is_joined, is_open;
    uint64_t unknown, loops;
    struct buffer key, payload, name;
    struct buffer owner;         /* of the name at hand: time, NUL, author */
    struct buffer at_hand, next; /* keys of found */
};

struct edges *
edges_new(enum edges_kind kind, struct question *question, size_t budget_bytes,
          struct spill *spill)
{
    struct edges *edges = calloc(1, sizeof(*edges));

    if (edges == NULL)
        err(EX_OSERR, "edges");
    edges->kind = kind;
    for (size_t i = 0; i < FIELDS; i++) {
        const char *why =
            question_field(question, text_of(fields[i]), edges->fields + i);

        assert(why == NULL);
    }
    edges->names = sorter_new(budget_bytes / 2, spill);
    edges->found = sorter_new(budget_bytes / 2, spill);
    return edges;
}

void
edges_free(struct edges *edges)
{
    if (edges == NULL)
        return;
    sorter_free(edges->names);
    sorter_free(edges->found);
    buffer_free(&edges->key);
    buffer_free(&edges->payload);
    buffer_free(&edges->name);
    buffer_free(&edges->owner);
    buffer_free(&edges->at_hand);
    buffer_free(&edges->next);
    free(edges);
}

/* Reading. */

static struct text
field(const struct edges *edges, const struct json_slot *slots, size_t number)
{
    return pick_text(slots, edges->fields[number]);
}

static void
add_digest(struct buffer *out, struct text text)
{
    struct digest digest = digest128(text);

    buffer_add(out, (struct text){(const char *)&digest, DIGEST_BYTES});
}

static void
start_name(struct edges *edges, struct text name, enum role role)
{
    buffer_clear(&edges->key);
    buffer_clear(&edges->payload);
    add_digest(&edges->key, name);
    buffer_add_char(&edges->key, (char)role);
}

static void
add_name(struct edges *edges)
{
    sorter_add(edges->names, buffer_text(&edges->key),
               buffer_text(&edges->payload));
}

/* Of two that had a name the later one keeps it. */
static void
add_owner(struct edges *edges, const struct json_slot *slots, struct text name)
{
    start_name(edges, name, HAS);
    buffer_add(&edges->payload, field(edges, slots, TIME));
    buffer_add_char(&edges->payload, '\0');
    buffer_add(&edges->payload, field(edges, slots, AUTHOR));
    add_name(edges);
}

/* otherwise: the node where nobody has the name; empty: none. */
static void
add_pointer(struct edges *edges, const struct json_slot *slots,
            struct text name, struct text otherwise)
{
    start_name(edges, name, POINTS);
    buffer_add(&edges->payload, field(edges, slots, AUTHOR));
    buffer_add_char(&edges->payload, '\0');
    buffer_add(&edges->payload, otherwise);
    buffer_add_char(&edges->payload, '\0');
    add_digest(&edges->payload, field(edges, slots, ID));
    add_name(edges);
}

/* `twitter:@handle` */
static struct text
name_of_handle(struct edges *edges, const struct json_slot *slots,
               struct text handle)
{
    buffer_clear(&edges->name);
    buffer_add(&edges->name, field(edges, slots, SOURCE));
    buffer_add(&edges->name, TEXT(":@"));
    unicode_fold(&edges->name, handle);
    return buffer_text(&edges->name);
}

static struct text
name_of_id(struct edges *edges, const struct json_slot *slots, struct text id)
{
    buffer_clear(&edges->name);
    buffer_add(&edges->name, field(edges, slots, SOURCE));
    buffer_add_char(&edges->name, ':');
    buffer_add(&edges->name, id);
    return buffer_text(&edges->name);
}

static bool
has_nul(struct text text)
{
    return text_find_char(text, '\0') != SIZE_MAX;
}

static void
add_mention(struct edges *edges, const struct json_slot *slots,
            struct text mention)
{
    struct text name;

    if (mention.len == 0 || has_nul(mention))
        return;
    name = text_find_char(mention, ':') != SIZE_MAX
               ? name_of_id(edges, slots, mention)
               : name_of_handle(edges, slots, mention);
    add_pointer(edges, slots, name, name);
}

static void
add_mentions(struct edges *edges, const struct json_slot *slots)
{
    struct json_slot array = slots[edges->fields[MENTIONS]];
    struct json_items items = json_items(array);
    struct json_slot item;

    if (array.type != JSON_ARRAY)
        return;
    for (size_t i = 0; i < PICK_ARRAY_MAX && json_next(&items, &item); i++) {
        if (item.type == JSON_STRING)
            add_mention(edges, slots, item.text);
    }
}

/* A repost repeats whom its original mentions: that is no mention of the one who reposts. */
static void
take_post(struct edges *edges, const struct json_slot *slots)
{
    struct text repost_of = field(edges, slots, REPOST_OF);

    if (edges->kind == EDGES_REPOSTS)
        add_owner(edges, slots, field(edges, slots, ID));
    if (edges->kind == EDGES_REPOSTS && repost_of.len > 0)
        add_pointer(edges, slots, repost_of, TEXT(""));
    if (edges->kind == EDGES_MENTIONS && repost_of.len == 0)
        add_mentions(edges, slots);
}

const char *
edges_take(struct edges *edges, const struct json_slot *slots)
{
    struct text author = field(edges, slots, AUTHOR);
    struct text handle = field(edges, slots, HANDLE);

    if (author.len == 0)
        return "no_author: a node of the graph is who wrote a post";
    if (has_nul(author) || has_nul(field(edges, slots, TIME))
        || has_nul(field(edges, slots, SOURCE)))
        return "bad_author: a NUL in a name";
    if (edges->kind == EDGES_MENTIONS && handle.len > 0)
        add_owner(edges, slots, name_of_handle(edges, slots, handle));
    if (text_equal(field(edges, slots, KIND), TEXT("post")))
        take_post(edges, slots);
    return NULL;
}

/* Joining. */

static void
add_edge(struct edges *edges, struct text source, struct text target,
         struct text post)
{
    if (target.len == 0) {
        edges->unknown++;
        return;
    }
    if (text_equal(source, target)) {
        edges->loops++;
        return;
    }
    buffer_clear(&edges->payload);
    group_put_text(&edges->payload, source);
    group_put_text(&edges->payload, target);
    buffer_add(&edges->payload, post);
    sorter_add(edges->found, buffer_text(&edges->payload), TEXT(""));
}

static void
keep_owner(struct edges *edges, struct text owner)
{
    if (edges->owner.len > 0
        && text_compare(owner, buffer_text(&edges->owner)) <= 0)
        return;
    buffer_clear(&edges->owner);
    buffer_add(&edges->owner, owner);
}

static void
join_pointer(struct edges *edges, struct text pointer)
{
    struct text owner = buffer_text(&edges->owner);
    struct text source, otherwise, time;

    (void)text_split(&pointer, '\0', &source);
    (void)text_split(&pointer, '\0', &otherwise);
    if (owner.len > 0)
        (void)text_split(&owner, '\0', &time);
    add_edge(edges, source, owner.len > 0 ? owner : otherwise, pointer);
}

static void
join(struct edges *edges)
{
    struct text key, payload;

    edges->is_joined = true;
    buffer_clear(&edges->name); /* its digest */
    while (sorter_next(edges->names, &key, &payload)) {
        struct text digest = {key.at, DIGEST_BYTES};

        if (!text_equal(digest, buffer_text(&edges->name))) {
            buffer_clear(&edges->name);
            buffer_add(&edges->name, digest);
            buffer_clear(&edges->owner);
        }
        if (key.at[DIGEST_BYTES] == HAS)
            keep_owner(edges, payload);
        else
            join_pointer(edges, payload);
    }
    sorter_free(edges->names);
    edges->names = NULL;
}

/* Writing. */

static bool
next_found(struct edges *edges)
{
    struct text key, payload;

    edges->is_open = sorter_next(edges->found, &key, &payload);
    buffer_clear(&edges->next);
    if (edges->is_open)
        buffer_add(&edges->next, key);
    return edges->is_open;
}

static struct text
without_post(const struct buffer *key)
{
    return (struct text){key->at, key->len - DIGEST_BYTES};
}

static void
take_next(struct edges *edges)
{
    struct buffer old = edges->at_hand;

    edges->at_hand = edges->next;
    edges->next = old;
}

/* How many posts made the edge at hand; the same one twice counts once. */
static uint64_t
weigh(struct edges *edges)
{
    uint64_t weight = 1;

    while (next_found(edges)
           && text_equal(without_post(&edges->next),
                         without_post(&edges->at_hand))) {
        weight += !text_equal(buffer_text(&edges->next),
                              buffer_text(&edges->at_hand));
        take_next(edges);
    }
    return weight;
}

bool
edges_next(struct edges *edges, struct edge *edge)
{
    struct group_value value;
    struct text rest;

    if (!edges->is_joined) {
        join(edges);
        next_found(edges);
    }
    if (!edges->is_open)
        return false;
    take_next(edges);
    edge->weight = weigh(edges);
    rest = without_post(&edges->at_hand);
    (void)group_next(&rest, &value);
    edge->source = value.text;
    (void)group_next(&rest, &value);
    edge->target = value.text;
    return true;
}

uint64_t
edges_unknown(const struct edges *edges)
{
    return edges->unknown;
}

uint64_t
edges_loops(const struct edges *edges)
{
    return edges->loops;
}

#include "domain/conversations.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/array.h"
#include "base/runs.h"

/* A row of the ledger, once for each person who may have given it. */
struct claim {
    unsigned char row[8];
    int64_t stamp; /* of the order */
};

struct conversations {
    struct people *people;
    struct evidence_reader *evidence;
    struct visits *visits; /* cases, each as a visit of a buyer */
    struct runs *buyers;   /* of rows, as of orders_tell_buyers() */
    struct runs *talks;    /* by buyer and time, as of visits_put() */
    struct runs *touches;  /* the same by row and time */
    struct runs *claims;
    struct touch *held; /* talks of one buyer */
    size_t held_count, held_cap;
    uint64_t last_row; /* of the claims that were given */
    uint64_t count;
    bool is_begun;
};

struct conversations *
conversations_new(struct evidence_reader *evidence, struct orders *orders,
                  size_t budget_bytes, struct spill *spill)
{
    struct conversations *conversations = calloc(1, sizeof(*conversations));
    size_t part = budget_bytes / 5;

    if (conversations == NULL)
        err(EX_OSERR, "conversations");
    conversations->people = people_new();
    conversations->evidence = evidence;
    conversations->visits = visits_new(evidence, NULL, part, spill);
    conversations->talks =
        runs_new(VISITS_ENTRY_BYTES, VISITS_KEY_BYTES, part, spill);
    conversations->touches =
        runs_new(VISITS_ENTRY_BYTES, VISITS_KEY_BYTES, part, spill);
    conversations->claims = runs_new(sizeof(struct claim), 8, part, spill);
    conversations->buyers = runs_new(sizeof(struct order_buyer),
                                     ORDER_BUYER_KEY_BYTES, part, spill);
    orders_tell_buyers(orders, conversations->buyers);
    return conversations;
}

void
conversations_free(struct conversations *conversations)
{
    if (conversations == NULL)
        return;
    people_free(conversations->people);
    runs_free(conversations->buyers);
    visits_free(conversations->visits);
    runs_free(conversations->talks);
    runs_free(conversations->touches);
    runs_free(conversations->claims);
    free(conversations->held);
    free(conversations);
}

struct people *
conversations_people(struct conversations *conversations)
{
    return conversations->people;
}

/* Once, however many buyers its author is. */
static void
keep(struct conversations *conversations, const struct conversation *talk,
     struct touch *touch)
{
    const struct visit visit = {
        .id = talk->id, .stamp = talk->stamp, .basis = TOUCH_BY_UNKNOWN};
    struct evidence evidence;

    evidence_conversation(conversations->evidence, talk, &evidence);
    *touch = (struct touch){.stamp = talk->stamp,
                            .kind = TOUCH_CONVERSATION,
                            .basis = TOUCH_BY_UNKNOWN,
                            .source = evidence.source};
    touch->visit = visits_keep(conversations->visits, &visit, &evidence)
                   & ((UINT64_C(1) << 48) - 1);
    conversations->count++;
}

const char *
conversations_take(struct conversations *conversations,
                   const struct conversation *talk, bool *is_linked)
{
    struct touch touch;
    struct text buyer;
    size_t next = 0;

    *is_linked = false;
    if ((talk->id.len | talk->author.len | talk->account.len)
        >= VISITS_TEXT_MAX)
        return "too_long: an id, author or account of 4,096 bytes or more";
    while ((buyer = people_find(conversations->people, talk->author,
                                touch_stamp_s(talk->stamp), &next))
               .len
           > 0) {
        if (!*is_linked)
            keep(conversations, talk, &touch);
        visits_put(conversations->talks, visits_person(buyer), &touch);
        *is_linked = true;
    }
    return NULL;
}

struct visits *
conversations_visits(struct conversations *conversations)
{
    return conversations->visits;
}

uint64_t
conversations_count(const struct conversations *conversations)
{
    return conversations->count;
}

static void
hold(struct conversations *conversations, const struct touch *talk)
{
    conversations->held =
        array_room(conversations->held, conversations->held_count,
                   &conversations->held_cap, sizeof(*conversations->held),
                   "conversations");
    conversations->held[conversations->held_count++] = *talk;
}

/* The talks of a buyer; *entry is the first at or behind the buyer, and then the first behind. */
static void
hold_buyers(struct conversations *conversations, uint64_t buyer,
            const void **entry)
{
    struct touch talk;

    conversations->held_count = 0;
    for (; *entry != NULL; *entry = runs_next(conversations->talks)) {
        uint64_t whose = visits_get(*entry, &talk);

        if (whose > buyer)
            break;
        if (whose == buyer)
            hold(conversations, &talk);
    }
}

static void
add_row(struct conversations *conversations, const struct order_buyer *buyer)
{
    struct claim *claim = runs_add(conversations->claims);

    runs_put64(claim->row, buyer->row);
    claim->stamp = buyer->stamp;
    for (size_t i = 0; i < conversations->held_count; i++)
        visits_put(conversations->touches, buyer->row, &conversations->held[i]);
}

struct runs *
conversations_walk(struct conversations *conversations)
{
    struct runs *buyers = conversations->buyers;
    const struct order_buyer *buyer;
    const void *entry;
    uint64_t person = 0;
    bool is_first = true;

    runs_sort(conversations->talks);
    runs_sort(buyers);
    entry = runs_next(conversations->talks);
    while ((buyer = runs_next(buyers)) != NULL) {
        if (is_first || runs_get64(buyer->person) != person) {
            person = runs_get64(buyer->person);
            hold_buyers(conversations, person, &entry);
            is_first = false;
        }
        add_row(conversations, buyer);
    }
    runs_sort(conversations->touches);
    runs_sort(conversations->claims);
    return conversations->touches;
}

/* A row that several people may have given comes once. */
bool
conversations_next(void *context, struct order_claim *claim)
{
    struct conversations *conversations = context;
    const struct claim *next;

    do {
        next = runs_next(conversations->claims);
        if (next == NULL)
            return false;
    } while (conversations->is_begun
             && runs_get64(next->row) == conversations->last_row);
    conversations->is_begun = true;
    conversations->last_row = runs_get64(next->row);
    *claim = (struct order_claim){.person = conversations->last_row,
                                  .stamp = next->stamp,
                                  .row = conversations->last_row,
                                  .rule = ORDERS_PEOPLE};
    return true;
}

#include <assert.h>

#include "domain/conversation_parts.h"

enum { PARENT_KEY = 8, TURN_KEY = 32 };

static void
ask(struct conversation *conversation, uint64_t spot, uint64_t number,
    enum conversation_want want)
{
    struct conversation_request *request = runs_add(conversation->requests);

    *request = (struct conversation_request){
        .number = number, .want = want, .response_s = -1, .business_s = -1};
    runs_put64(&request->spot, spot);
}

static void
ask_own(struct conversation *conversation, uint64_t place, uint64_t number,
        enum conversation_want want)
{
    ask(conversation, CONVERSATION_SPOT(place, CONVERSATION_OWN), number, want);
}

/* The entries one by one, and which of an id counts. */
struct entries {
    struct runs *runs;
    uint64_t node;
    bool is_deleted, is_found;
};

static const struct conversation_entry *
next_entry(struct entries *entries, bool *counts)
{
    const struct conversation_entry *entry;

    while ((entry = runs_next(entries->runs)) != NULL) {
        uint64_t node = runs_get64(&entry->node);

        if (node != entries->node)
            *entries = (struct entries){entries->runs, node, false, false};
        if ((entry->signs & CONVERSATION_NOTICE) == 0)
            break;
        entries->is_deleted = true;
    }
    if (entry == NULL)
        return NULL;
    *counts = !entries->is_found;
    entries->is_found = true;
    return entry;
}

/* Only what a customer or we may have said to each other. */
static bool
may_be_turn(const struct conversation_entry *entry)
{
    return entry->time_s != INT64_MIN
           && (entry->signs & CONVERSATION_APART) == 0
           && ((entry->signs & (INQUIRY_OURS | CONVERSATION_NAMES_US)) != 0
               || entry->parent != 0);
}

static void
add_turn(struct runs *turns, const struct conversation_entry *entry,
         uint64_t root)
{
    struct conversation_turn *turn = runs_add(turns);

    *turn = (struct conversation_turn){
        .node = runs_get64(&entry->node),
        .root = root,
        .author = entry->author,
        .number = entry->number,
        .place = entry->place,
        .time_s = entry->time_s,
        .ms = entry->ms,
        .account = entry->account,
        .signs = entry->signs,
    };
    runs_put64(&turn->key[0], entry->parent);
}

static void
add_root(struct runs *roots, uint64_t root, uint64_t number)
{
    struct conversation_root *wanted = runs_add(roots);

    runs_put64(&wanted->node, root);
    wanted->number = number;
}

/* Each post's root; who is his own root wants no text. */
static void
find_roots(struct conversation *conversation, struct runs *turns,
           struct runs *roots)
{
    struct entries entries = {.runs = conversation->entries};
    const struct conversation_entry *entry;
    uint64_t node = 0, above = 0;
    bool has_above = true, counts;

    while ((entry = next_entry(&entries, &counts)) != NULL) {
        uint64_t own = runs_get64(&entry->node), root = own;

        while (has_above && node < own)
            has_above = ancestors_next(conversation->ancestors, &node, &above);
        if (has_above && node == own)
            root = above;
        if (root != own)
            add_root(roots, root, entry->number);
        if (counts && !entries.is_deleted && may_be_turn(entry))
            add_turn(turns, entry, root);
    }
    ancestors_free(conversation->ancestors);
    conversation->ancestors = NULL;
    runs_sort(turns);
    runs_sort(roots);
}

/* Where the texts of the roots stand. */
static void
name_roots(struct conversation *conversation, struct runs *roots)
{
    const struct conversation_name *name = runs_next(conversation->names);
    const struct conversation_root *root;

    while ((root = runs_next(roots)) != NULL) {
        uint64_t node = runs_get64(&root->node);

        while (runs_get64(&name->node) < node) {
            name = runs_next(conversation->names);
            assert(name != NULL);
        }
        ask(conversation, name->spot, root->number, CONVERSATION_THREAD);
    }
    runs_free(conversation->names);
    conversation->names = NULL;
}

static uint64_t
ascending(int64_t time_s, uint64_t ms)
{
    return ((uint64_t)time_s * 1000 + ms) ^ (UINT64_C(1) << 63);
}

struct parent {
    bool is_known, is_ours;
    uint64_t author;
    uint32_t account;
};

static void
sort_by_time(struct runs *turns, const struct conversation_turn *turn,
             const struct parent *parent)
{
    bool is_ours = (turn->signs & INQUIRY_OURS) != 0;
    struct conversation_turn *placed;

    if (!is_ours && (turn->signs & CONVERSATION_NAMES_US) == 0
        && !parent->is_ours)
        return;
    placed = runs_add(turns);
    *placed = *turn;
    if (!is_ours && parent->is_ours && turn->account == 0)
        placed->account = parent->account;
    if (is_ours)
        placed->author =
            parent->is_known && !parent->is_ours ? parent->author : 0;
    runs_put64(&placed->key[0], turn->root);
    runs_put64(&placed->key[1], ascending(turn->time_s, turn->ms));
    runs_put64(&placed->key[2], is_ours);
    runs_put64(&placed->key[3], turn->node);
}

/* What each hangs on: whether it is ours, and else who wrote it. Of our own posts the author becomes whom it is to. */
static struct runs *
join_parents(struct conversation *conversation, struct runs *turns)
{
    struct runs *joined = conversation_runs(
        conversation, sizeof(struct conversation_turn), TURN_KEY);
    struct entries entries = {.runs = conversation->entries};
    const struct conversation_turn *turn;
    const struct conversation_entry *entry;
    struct parent parent = {false};
    bool counts;

    runs_rewind(conversation->entries);
    entry = next_entry(&entries, &counts);
    while ((turn = runs_next(turns)) != NULL) {
        uint64_t wanted = runs_get64(&turn->key[0]);

        while (entry != NULL && (runs_get64(&entry->node) < wanted || !counts))
            entry = next_entry(&entries, &counts);
        parent = (struct parent){.is_known = false};
        if (entry != NULL && runs_get64(&entry->node) == wanted)
            parent = (struct parent){true, (entry->signs & INQUIRY_OURS) != 0,
                                     entry->author, entry->account};
        sort_by_time(joined, turn, &parent);
    }
    runs_free(turns);
    runs_free(conversation->entries);
    conversation->entries = NULL;
    runs_sort(joined);
    return joined;
}

static void
sort_by_customer(struct runs *turns, const struct conversation_turn *turn,
                 uint64_t customer)
{
    struct conversation_turn *placed = runs_add(turns);
    uint64_t is_ours = (turn->signs & INQUIRY_OURS) != 0;

    *placed = *turn;
    runs_put64(&placed->key[0], turn->root);
    runs_put64(&placed->key[1], customer);
    runs_put64(&placed->key[2], ascending(turn->time_s, turn->ms));
    runs_put64(&placed->key[3], is_ours << 63 | turn->node >> 1);
}

/* Whom each of our posts is to, where its parent does not say it. */
static struct runs *
find_customers(struct conversation *conversation, struct runs *turns)
{
    struct runs *placed = conversation_runs(
        conversation, sizeof(struct conversation_turn), TURN_KEY);
    const struct conversation_turn *turn;
    uint64_t root = 0, last = 0;

    while ((turn = runs_next(turns)) != NULL) {
        uint64_t customer = turn->author;

        if (turn->root != root)
            last = 0;
        root = turn->root;
        if ((turn->signs & INQUIRY_OURS) == 0)
            last = customer;
        else if (customer == 0)
            customer = last;
        if (customer != 0)
            sort_by_customer(placed, turn, customer);
    }
    runs_free(turns);
    runs_sort(placed);
    return placed;
}

static void
add_case(struct conversation *conversation, const struct inquiry_case *ended,
         uint64_t number)
{
    struct conversation_case *it = runs_add(conversation->cases);

    it->number = number;
    it->it = *ended;
    runs_put64(&it->place, ended->opener);
}

/* One customer in one conversation. The numbers of inquiry are places of posts; those that opened a case and wait are kept here. */
struct desk {
    struct inquiry inquiry;
    uint64_t root, customer;
    uint64_t opener; /* number of the post at current.opener */
};

static void
tell_response(struct conversation *conversation, uint64_t number,
              int64_t time_s, const struct inquiry_step *step)
{
    struct conversation_request *request = runs_add(conversation->requests);
    const struct office_hours *hours = conversation->rules->hours;

    *request = (struct conversation_request){
        .number = number,
        .want = CONVERSATION_ANSWERS,
        .response = step->response,
        .response_s = time_s - step->waited_since_s,
        .business_s = hours == NULL ? -1
                                    : office_hours_between(
                                        hours, step->waited_since_s, time_s),
    };
    runs_put64(&request->spot,
               CONVERSATION_SPOT(step->answered, CONVERSATION_OWN));
}

static void
take_turn(struct conversation *conversation, struct desk *desk,
          const struct conversation_turn *turn)
{
    const struct inquiry_post post = {turn->time_s, turn->signs, turn->place,
                                      turn->account};
    bool had_case = desk->inquiry.has_case;
    struct inquiry_step step =
        inquiry_take(&desk->inquiry, &conversation->rules->inquiry, &post);

    if (step.has_ended)
        add_case(conversation, &step.ended, desk->opener);
    if (step.is_in_case && (!had_case || step.has_ended))
        desk->opener = turn->number;
    if ((turn->signs & INQUIRY_OURS) == 0)
        ask_own(conversation, turn->place, turn->number, CONVERSATION_INBOUND);
    if (step.is_in_case)
        ask_own(conversation, desk->inquiry.current.opener, turn->number,
                CONVERSATION_CASE);
    if (step.response != INQUIRY_NO_RESPONSE)
        tell_response(conversation, turn->number, turn->time_s, &step);
}

static void
end_desk(struct conversation *conversation, struct desk *desk)
{
    if (inquiry_end(&desk->inquiry, &conversation->rules->inquiry,
                    conversation->as_of_s))
        add_case(conversation, &desk->inquiry.current, desk->opener);
}

static void
take_turns(struct conversation *conversation, struct runs *turns)
{
    const struct conversation_turn *turn;
    struct desk desk = {.root = 0};

    while ((turn = runs_next(turns)) != NULL) {
        uint64_t customer = runs_get64(&turn->key[1]);

        if (turn->root != desk.root || customer != desk.customer) {
            end_desk(conversation, &desk);
            desk = (struct desk){.root = turn->root, .customer = customer};
        }
        take_turn(conversation, &desk, turn);
    }
    end_desk(conversation, &desk);
    runs_free(turns);
}

void
conversation_pair(struct conversation *conversation)
{
    struct runs *turns = conversation_runs(
        conversation, sizeof(struct conversation_turn), PARENT_KEY);
    struct runs *roots = conversation_runs(
        conversation, sizeof(struct conversation_root), sizeof(uint64_t));

    find_roots(conversation, turns, roots);
    name_roots(conversation, roots);
    runs_free(roots);
    turns = join_parents(conversation, turns);
    turns = find_customers(conversation, turns);
    take_turns(conversation, turns);
}

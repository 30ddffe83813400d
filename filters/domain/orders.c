#include "domain/orders.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/decimal.h"
#include "base/journal.h"
#include "domain/order_names.h"
#include "ports/digest.h"

/* TEXT_MOST for each text of a row; a chunk holds any row. */
enum { TEXT_MOST = 4095, CHUNK = 64 * 1024, SEQUEL_CHUNK = 48 * 1024 };

/* A row is the head and then the texts, in order of their lengths. */
struct head {
    int64_t stamp;
    int64_t moneys[CREDIT_MONEYS];
    uint16_t id_len, target_len, number_len, currency_len;
    uint8_t state;
    uint8_t exponent;
};

/* What a row needs to know of its order, where it is not the order and the first. */
struct sequel {
    uint64_t row;
    int64_t order_stamp;
    int64_t before[CREDIT_MONEYS];
};

/* A row by its order and time, with what most orders need of it: they have one row. */
struct member {
    unsigned char order[8];
    unsigned char stamp[8];
    uint64_t row;
    uint64_t visitor;
    uint32_t state;
    uint32_t has_visitor;
};

/* A claim by person and time of the order. */
struct claim {
    unsigned char person[8];
    unsigned char stamp[8];
    uint64_t row;
    uint64_t rule;
};

/* The place of a sequel, not of a row. */
#define IS_SEQUEL (UINT64_C(1) << 63)

struct orders {
    struct journal *rows;
    struct journal *sequels;
    struct runs *members;
    struct runs *claims;
    struct order_names *names;
    struct member *group; /* rows of one order */
    size_t group_cap;
    struct buffer copy;
    uint64_t count, disputed;
    bool overflowed;
};

struct orders *
orders_new(size_t budget_bytes, struct spill *spill)
{
    struct orders *orders = calloc(1, sizeof(*orders));
    size_t part = budget_bytes / 8;

    if (orders == NULL)
        err(EX_OSERR, "orders");
    orders->rows = journal_new(CHUNK, part * 3, spill);
    orders->sequels = journal_new(SEQUEL_CHUNK, part / 2, spill);
    orders->members = runs_new(sizeof(struct member), 16, part, spill);
    orders->claims = runs_new(sizeof(struct claim), 16, part, spill);
    orders->names = order_names_new(part * 2, spill);
    return orders;
}

void
orders_free(struct orders *orders)
{
    if (orders == NULL)
        return;
    journal_free(orders->rows);
    journal_free(orders->sequels);
    runs_free(orders->members);
    runs_free(orders->claims);
    order_names_free(orders->names);
    buffer_free(&orders->copy);
    free(orders->group);
    free(orders);
}

static void
put_stamp(unsigned char at[8], int64_t stamp)
{
    runs_put64(at, (uint64_t)stamp ^ UINT64_C(1) << 63);
}

static int64_t
get_stamp(const unsigned char at[8])
{
    return (int64_t)(runs_get64(at) ^ UINT64_C(1) << 63);
}

static bool
is_long(const struct order *order)
{
    return order->id.len > TEXT_MOST || order->target.len > TEXT_MOST
           || order->number.len > TEXT_MOST || order->currency.len > TEXT_MOST;
}

static char *
put(char *at, struct text text)
{
    if (text.len > 0)
        memcpy(at, text.at, text.len);
    return at + text.len;
}

static uint64_t
keep_row(struct orders *orders, const struct order *order)
{
    size_t bytes = sizeof(struct head) + order->id.len + order->target.len
                   + order->number.len + order->currency.len;
    char *start = journal_reserve(orders->rows, bytes);
    char *at = start + sizeof(struct head);
    struct head head = {
        .stamp = order->stamp,
        .id_len = (uint16_t)order->id.len,
        .target_len = (uint16_t)order->target.len,
        .number_len = (uint16_t)order->number.len,
        .currency_len = (uint16_t)order->currency.len,
        .state = (uint8_t)order->state,
        .exponent = (uint8_t)order->exponent,
    };

    memcpy(head.moneys, order->moneys, sizeof(head.moneys));
    memcpy(start, &head, sizeof(head));
    at = put(at, order->id);
    at = put(at, order->target);
    at = put(at, order->number);
    put(at, order->currency);
    return journal_keep(orders->rows, bytes);
}

const char *
orders_add(struct orders *orders, const struct order *order)
{
    struct text group = order->state != ORDER_PAID && order->target.len > 0
                            ? order->target
                            : order->id;
    struct member *member;

    if (is_long(order))
        return "too_long: an id, number or currency of 4,096 bytes or more";
    member = runs_add(orders->members);
    runs_put64(member->order, digest64(group));
    put_stamp(member->stamp, order->stamp);
    member->row = keep_row(orders, order);
    member->state = order->state;
    member->has_visitor = order->visitor.len > 0;
    member->visitor = member->has_visitor ? digest64(order->visitor) : 0;
    orders->count++;
    return NULL;
}

void
orders_name(struct orders *orders, struct text order, uint64_t person,
            int64_t stamp, struct text visit)
{
    order_names_add(orders->names, order, person, stamp, digest64(visit));
}

/* A row's bytes: the head and, where they are asked for, the texts. */
static struct text
read_row(struct orders *orders, uint64_t row, struct head *head)
{
    struct text bytes = journal_get(orders->rows, row, 256);
    size_t whole;

    memcpy(head, bytes.at, sizeof(*head));
    whole = sizeof(*head) + head->id_len + head->target_len + head->number_len
            + head->currency_len;
    if (whole > bytes.len)
        bytes = journal_get(orders->rows, row, whole);
    return text_from(bytes, sizeof(*head));
}

static struct text
row_id(struct orders *orders, uint64_t row)
{
    struct head head;
    struct text texts = read_row(orders, row, &head);

    return (struct text){texts.at, head.id_len};
}

/* By time, the order before what takes it back, then by id. */
static int
compare_members(const void *a, const void *b, void *context)
{
    const struct member *left = a;
    const struct member *right = b;
    struct orders *orders = context;
    int order = memcmp(left->stamp, right->stamp, sizeof(left->stamp));

    if (order != 0)
        return order;
    if ((left->state == ORDER_PAID) != (right->state == ORDER_PAID))
        return left->state == ORDER_PAID ? -1 : 1;
    buffer_clear(&orders->copy);
    buffer_add(&orders->copy, row_id(orders, left->row));
    return text_compare(buffer_text(&orders->copy), row_id(orders, right->row));
}

static void
add_member(struct orders *orders, size_t count, const struct member *member)
{
    if (count == orders->group_cap) {
        orders->group_cap = orders->group_cap * 2 + 8;
        orders->group = reallocarray(orders->group, orders->group_cap,
                                     sizeof(*orders->group));
        if (orders->group == NULL)
            err(EX_OSERR, "%zu rows of one order", orders->group_cap);
    }
    orders->group[count] = *member;
}

static void
add_claim(struct orders *orders, uint64_t person, int64_t stamp, uint64_t row,
          enum order_rule rule)
{
    struct claim *claim = runs_add(orders->claims);

    runs_put64(claim->person, person);
    put_stamp(claim->stamp, stamp);
    claim->row = row;
    claim->rule = rule;
}

/* A row as the row of `base`, whose order it is or takes back. */
static void
claim_row(struct orders *orders, uint64_t row, const struct member *base,
          const struct order_named *named)
{
    int64_t stamp = get_stamp(base->stamp);
    bool is_named = named->rule != ORDERS_NOBODY
                    && !(base->has_visitor && base->visitor == named->person);

    if (base->has_visitor)
        add_claim(orders, base->visitor, stamp, row, ORDERS_VISITOR);
    if (is_named)
        add_claim(orders, named->person, stamp, row, named->rule);
    if (!base->has_visitor && !is_named)
        add_claim(orders, 0, stamp, row, ORDERS_NOBODY);
}

static uint64_t
keep_sequel(struct orders *orders, const struct sequel *sequel)
{
    memcpy(journal_reserve(orders->sequels, sizeof(*sequel)), sequel,
           sizeof(*sequel));
    return journal_keep(orders->sequels, sizeof(*sequel)) | IS_SEQUEL;
}

static void
add_up(struct orders *orders, int64_t sums[CREDIT_MONEYS], uint64_t row)
{
    struct head head;

    read_row(orders, row, &head);
    for (size_t i = 0; i < CREDIT_MONEYS; i++)
        if (head.moneys[i] != CREDIT_ABSENT
            && !decimal_add(&sums[i], head.moneys[i]))
            orders->overflowed = true;
}

/* The first that is an order; `count` where its order is not here. */
static size_t
find_base(const struct orders *orders, size_t count)
{
    size_t base = 0;

    while (base < count && orders->group[base].state != ORDER_PAID)
        base++;
    return base;
}

/* Each row of an order, with what it summed to before it. */
static void
claim_rows(struct orders *orders, size_t count, const struct member *base,
           const struct order_named *named)
{
    struct sequel sequel = {.order_stamp = get_stamp(base->stamp)};

    for (size_t i = 0; i < count; i++) {
        sequel.row = orders->group[i].row;
        claim_row(orders,
                  i == 0 && base == orders->group
                      ? sequel.row
                      : keep_sequel(orders, &sequel),
                  base, named);
        if (count > 1)
            add_up(orders, sequel.before, sequel.row);
    }
}

/* The rows of one order. */
static void
claim_group(struct orders *orders, size_t count,
            const struct order_named *named)
{
    static const struct order_named nobody = {.rule = ORDERS_NOBODY};
    size_t base;

    if (count > 1)
        qsort_r(orders->group, count, sizeof(*orders->group), compare_members,
                orders);
    base = find_base(orders, count);
    for (size_t i = 0; base == count && i < count; i++)
        claim_row(orders, orders->group[i].row, &orders->group[i], &nobody);
    if (base == count)
        return;
    claim_rows(orders, count, &orders->group[base], named);
    orders->disputed += named->is_disputed;
}

/* What an order may be named by goes among what visits name. */
static void
ask_names(struct orders *orders)
{
    struct text chunk;
    uint64_t place;

    for (size_t i = 0;
         (chunk = journal_chunk(orders->rows, i, &place)).at != NULL; i++) {
        while (chunk.len > 0) {
            struct head head;
            struct text id, number;

            memcpy(&head, chunk.at, sizeof(head));
            id = (struct text){chunk.at + sizeof(head), head.id_len};
            number = (struct text){id.at + id.len + head.target_len,
                                   head.number_len};
            if (head.state == ORDER_PAID)
                order_names_ask(orders->names, id, number);
            chunk =
                text_from(chunk, sizeof(head) + head.id_len + head.target_len
                                     + head.number_len + head.currency_len);
        }
    }
    order_names_settle(orders->names);
}

void
orders_join(struct orders *orders)
{
    const struct member *member;
    struct order_named named;
    uint64_t order = 0;
    size_t count = 0;

    ask_names(orders);
    runs_sort(orders->members);
    while ((member = runs_next(orders->members)) != NULL) {
        if (count > 0 && runs_get64(member->order) != order) {
            order_names_find(orders->names, order, &named);
            claim_group(orders, count, &named);
            count = 0;
        }
        order = runs_get64(member->order);
        add_member(orders, count++, member);
    }
    if (count > 0) {
        order_names_find(orders->names, order, &named);
        claim_group(orders, count, &named);
    }
    runs_free(orders->members);
    orders->members = NULL;
    order_names_free(orders->names);
    orders->names = NULL;
    runs_sort(orders->claims);
}

/* Of a row that is its order's first the time is the claim's. */
int64_t
orders_row_stamp(struct orders *orders, const struct order_claim *claim)
{
    struct order_row row;

    if ((claim->row & IS_SEQUEL) == 0)
        return claim->stamp;
    orders_row(orders, claim->row, &row);
    return row.stamp;
}

bool
orders_next(struct orders *orders, struct order_claim *claim)
{
    const struct claim *next = runs_next(orders->claims);

    if (next == NULL)
        return false;
    claim->person = runs_get64(next->person);
    claim->stamp = get_stamp(next->stamp);
    claim->row = next->row;
    claim->rule = (enum order_rule)next->rule;
    return true;
}

void
orders_people(struct orders *orders, struct bloom *people, size_t most_bytes)
{
    struct order_claim claim;

    bloom_new(people, runs_count(orders->claims), most_bytes);
    while (orders_next(orders, &claim))
        if (claim.rule != ORDERS_NOBODY)
            bloom_add(people, claim.person);
    runs_rewind(orders->claims);
}

static void
fill_row(struct orders *orders, uint64_t row, struct order_row *found)
{
    struct head head;
    struct text texts = read_row(orders, row, &head);
    struct text target = {texts.at + head.id_len, head.target_len};

    found->state = (enum order_state)head.state;
    found->id = (struct text){texts.at, head.id_len};
    found->order =
        head.state != ORDER_PAID && target.len > 0 ? target : found->id;
    found->currency = (struct text){target.at + target.len + head.number_len,
                                    head.currency_len};
    found->stamp = found->order_stamp = head.stamp;
    found->exponent = head.exponent;
    memcpy(found->moneys, head.moneys, sizeof(found->moneys));
    memset(found->before, 0, sizeof(found->before));
}

void
orders_row(struct orders *orders, uint64_t row, struct order_row *found)
{
    struct sequel sequel;

    if ((row & IS_SEQUEL) == 0) {
        fill_row(orders, row, found);
        return;
    }
    memcpy(&sequel,
           journal_get(orders->sequels, row & ~IS_SEQUEL, sizeof(sequel)).at,
           sizeof(sequel));
    fill_row(orders, sequel.row, found);
    found->order_stamp = sequel.order_stamp;
    memcpy(found->before, sequel.before, sizeof(found->before));
}

void
orders_prefetch(const struct orders *orders, uint64_t row)
{
    if ((row & IS_SEQUEL) == 0)
        journal_prefetch(orders->rows, row);
    else
        journal_prefetch(orders->sequels, row & ~IS_SEQUEL);
}

uint64_t
orders_count(const struct orders *orders)
{
    return orders->count;
}

uint64_t
orders_disputed(const struct orders *orders)
{
    return orders->disputed;
}

bool
orders_overflowed(const struct orders *orders)
{
    return orders->overflowed;
}

struct text
orders_rule_name(enum order_rule rule)
{
    switch (rule) {
    case ORDERS_VISITOR:
        return TEXT("visitor");
    case ORDERS_ORDER:
        return TEXT("order");
    case ORDERS_NUMBER:
        return TEXT("number");
    default:
        return TEXT_NONE;
    }
}

#include "domain/order_rows.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/buffer.h"
#include "base/journal.h"

/* TEXT_MOST for each text of a row; a chunk holds any row. */
enum { TEXT_MOST = 4095, CHUNK = 64 * 1024, SEQUEL_CHUNK = 48 * 1024 };

/* Most rows are shorter: one read. */
enum { ROW_LIKELY = 256 };

/* A row is the head and then the texts, in order of their lengths. */
struct head {
    int64_t stamp;
    int64_t moneys[CREDIT_MONEYS];
    uint16_t id_len, target_len, number_len, currency_len, coupon_len;
    uint8_t state;
    uint8_t exponent;
    bool is_carried;
};

/* The place of a sequel, not of a row. */
#define IS_SEQUEL (UINT64_C(1) << 63)

struct order_rows {
    struct journal *rows;
    struct journal *sequels;
    struct buffer coupon; /* of the order of the last sequel */
};

struct order_rows *
order_rows_new(size_t budget_bytes, struct spill *spill)
{
    struct order_rows *rows = calloc(1, sizeof(*rows));

    if (rows == NULL)
        err(EX_OSERR, "rows of orders");
    rows->rows = journal_new(CHUNK, budget_bytes / 8 * 7, spill);
    rows->sequels = journal_new(SEQUEL_CHUNK, budget_bytes / 8, spill);
    return rows;
}

void
order_rows_free(struct order_rows *rows)
{
    if (rows == NULL)
        return;
    journal_free(rows->rows);
    journal_free(rows->sequels);
    buffer_free(&rows->coupon);
    free(rows);
}

static bool
is_long(const struct order *order)
{
    return order->id.len > TEXT_MOST || order->target.len > TEXT_MOST
           || order->number.len > TEXT_MOST || order->currency.len > TEXT_MOST
           || order->coupon.len > TEXT_MOST;
}

static char *
put(char *at, struct text text)
{
    if (text.len > 0)
        memcpy(at, text.at, text.len);
    return at + text.len;
}

static size_t
row_bytes(const struct head *head)
{
    return sizeof(*head) + head->id_len + head->target_len + head->number_len
           + head->currency_len + head->coupon_len;
}

uint64_t
order_rows_add(struct order_rows *rows, const struct order *order)
{
    struct head head = {
        .stamp = order->stamp,
        .id_len = (uint16_t)order->id.len,
        .target_len = (uint16_t)order->target.len,
        .number_len = (uint16_t)order->number.len,
        .currency_len = (uint16_t)order->currency.len,
        .coupon_len = (uint16_t)order->coupon.len,
        .state = (uint8_t)order->state,
        .exponent = (uint8_t)order->exponent,
        .is_carried = order->is_carried,
    };
    char *at;

    if (is_long(order))
        return ORDER_ROWS_TOO_LONG;
    memcpy(head.moneys, order->moneys, sizeof(head.moneys));
    at = journal_reserve(rows->rows, row_bytes(&head));
    memcpy(at, &head, sizeof(head));
    at = put(at + sizeof(head), order->id);
    at = put(at, order->target);
    at = put(at, order->number);
    at = put(at, order->currency);
    put(at, order->coupon);
    return journal_keep(rows->rows, row_bytes(&head));
}

uint64_t
order_rows_follow(struct order_rows *rows, const struct order_sequel *sequel)
{
    memcpy(journal_reserve(rows->sequels, sizeof(*sequel)), sequel,
           sizeof(*sequel));
    return journal_keep(rows->sequels, sizeof(*sequel)) | IS_SEQUEL;
}

bool
order_rows_is_sequel(uint64_t row)
{
    return (row & IS_SEQUEL) != 0;
}

/* The row whose head and texts lie at `at`. */
static void
take_apart(const char *at, const struct head *head, struct order_row *row)
{
    struct text id = {at + sizeof(*head), head->id_len};
    struct text target = {id.at + id.len, head->target_len};

    row->state = (enum order_state)head->state;
    row->id = id;
    row->order = head->state != ORDER_PAID && target.len > 0 ? target : id;
    row->number = (struct text){target.at + target.len, head->number_len};
    row->currency =
        (struct text){row->number.at + row->number.len, head->currency_len};
    row->coupon =
        (struct text){row->currency.at + row->currency.len, head->coupon_len};
    row->stamp = row->order_stamp = head->stamp;
    row->exponent = head->exponent;
    row->is_carried = head->is_carried;
    memcpy(row->moneys, head->moneys, sizeof(row->moneys));
    memset(row->before, 0, sizeof(row->before));
}

static void
get_row(struct order_rows *rows, uint64_t row, struct order_row *found)
{
    struct text bytes = journal_get(rows->rows, row, ROW_LIKELY);
    struct head head;

    memcpy(&head, bytes.at, sizeof(head));
    if (row_bytes(&head) > bytes.len)
        bytes = journal_get(rows->rows, row, row_bytes(&head));
    take_apart(bytes.at, &head, found);
}

void
order_rows_get(struct order_rows *rows, uint64_t row, struct order_row *found)
{
    struct order_sequel sequel;

    if (!order_rows_is_sequel(row)) {
        get_row(rows, row, found);
        return;
    }
    memcpy(&sequel,
           journal_get(rows->sequels, row & ~IS_SEQUEL, sizeof(sequel)).at,
           sizeof(sequel));
    buffer_clear(&rows->coupon);
    if (sequel.order != ORDER_ROWS_NONE) {
        get_row(rows, sequel.order, found);
        buffer_add(&rows->coupon, found->coupon);
    }
    get_row(rows, sequel.row, found);
    found->coupon = buffer_text(&rows->coupon);
    found->order_stamp = sequel.order_stamp;
    memcpy(found->before, sequel.before, sizeof(found->before));
}

void
order_rows_prefetch(const struct order_rows *rows, uint64_t row)
{
    if (order_rows_is_sequel(row))
        journal_prefetch(rows->sequels, row & ~IS_SEQUEL);
    else
        journal_prefetch(rows->rows, row);
}

void
order_rows_each(struct order_rows *rows,
                void (*take)(void *context, const struct order_row *row),
                void *context)
{
    struct text chunk;
    uint64_t place;

    for (size_t i = 0; (chunk = journal_chunk(rows->rows, i, &place)).at; i++) {
        while (chunk.len > 0) {
            struct order_row row;
            struct head head;

            memcpy(&head, chunk.at, sizeof(head));
            take_apart(chunk.at, &head, &row);
            take(context, &row);
            chunk = text_from(chunk, row_bytes(&head));
        }
    }
}

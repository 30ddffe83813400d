#include "domain/ledger.h"

#include "domain/eligible.h"

static bool
splits_by_source(const struct question *question)
{
    for (size_t i = 0; i < question->plain_count; i++) {
        if (question->keys[question->order[i]].field == QUESTION_SOURCE)
            return true;
    }
    return false;
}

/* Of an order its source; of a credit what stands before its order's colon. */
static struct text
source_of(const struct json_slot *slots, bool is_order)
{
    struct text order = pick_text(slots, QUESTION_ORDER);
    struct text source = TEXT("");

    if (is_order)
        return pick_text(slots, QUESTION_SOURCE);
    (void)text_split(&order, ':', &source);
    return source;
}

void
ledger_free(struct ledger *ledger)
{
    buffer_free(&ledger->source);
    buffer_free(&ledger->credits);
}

const char *
ledger_join(struct ledger *ledger, const char *kind, struct text source)
{
    if (ledger->kind == NULL) {
        ledger->kind = kind;
        buffer_add(&ledger->source, source);
        return NULL;
    }
    if (kind[0] != ledger->kind[0])
        return "does_not_add: orders and credits made from orders are in one "
               "stream (--where kind=order or --where kind=credit)";
    return text_equal(buffer_text(&ledger->source), source)
               ? NULL
               : "does_not_add: the ledgers of two sources are in one stream "
                 "(--ledger SOURCE takes one of them)";
}

/* "last 30d all": those of all credits are the first one's. */
static const char *
join_credits(struct ledger *ledger, struct text credits)
{
    if (ledger->credits.len == 0)
        buffer_add(&ledger->credits, credits);
    return text_equal(credits, buffer_text(&ledger->credits))
               ? NULL
               : "does_not_add: credits of two models, windows or kinds of "
                 "touches beside one spend (--where takes one of them)";
}

void
ledger_write(struct buffer *out, const struct ledger *ledger)
{
    if (ledger->kind == NULL)
        return;
    buffer_printf(out, "%s ", ledger->kind);
    buffer_add(out, buffer_text(&ledger->source));
    if (ledger->credits.len == 0)
        return;
    buffer_add_char(out, ' ');
    buffer_add(out, buffer_text(&ledger->credits));
}

bool
ledger_read(struct ledger *ledger, struct text text, const char **why)
{
    struct text credits = text;
    struct text kind, source = TEXT("");

    *why = NULL;
    if (!text_split(&credits, ' ', &kind))
        return true;
    (void)text_split(&credits, ' ', &source);
    if (!text_equal(kind, TEXT("order")) && !text_equal(kind, TEXT("credit")))
        return false;
    *why = ledger_join(ledger, kind.at[0] == 'o' ? "order" : "credit", source);
    if (*why == NULL && credits.len > 0)
        *why = join_credits(ledger, credits);
    return true;
}

static const char *
take_credits(struct ledger *ledger, const struct json_slot *slots)
{
    struct buffer now = {0};
    const char *why;

    for (size_t i = QUESTION_MODEL; i <= QUESTION_TOUCHES; i++) {
        buffer_add_string(&now, now.len > 0 ? " " : "");
        buffer_add(&now, pick_text(slots, i));
    }
    why = join_credits(ledger, buffer_text(&now));
    buffer_free(&now);
    return why;
}

enum ledger_found
ledger_take(struct ledger *ledger, const struct question *question,
            const struct json_slot *slots, const char **why)
{
    struct text kind = pick_text(slots, QUESTION_KIND);
    bool is_order = text_equal(kind, TEXT("order"));
    struct text source;

    if (question->rows == METRIC_LOOKALIKES
        && text_equal(kind, TEXT("account")))
        return LEDGER_TAKEN;
    if (!is_order && !text_equal(kind, TEXT("credit")))
        return !question->has_metrics || eligible_for_any(question, slots, why)
                   ? LEDGER_TAKEN
                   : LEDGER_DROPPED;
    *why = "not_of_the_metric";
    if (question->has_metrics && !question->has_sales)
        return LEDGER_DROPPED;
    source = source_of(slots, is_order);
    *why = "other_ledger";
    if (question->ledger.at != NULL && !text_equal(question->ledger, source))
        return LEDGER_DROPPED;
    *why = "pending";
    if (question->has_metrics
        && text_equal(pick_text(slots, QUESTION_STATE), TEXT("pending")))
        return LEDGER_DROPPED;
    if (!question->is_money && !question->has_metrics)
        return LEDGER_TAKEN;
    if (is_order && splits_by_source(question))
        source = TEXT("");
    *why = ledger_join(ledger, is_order ? "order" : "credit", source);
    if (*why == NULL && !is_order && question_is_mixed(question))
        *why = take_credits(ledger, slots);
    return *why == NULL ? LEDGER_TAKEN : LEDGER_STOPPED;
}

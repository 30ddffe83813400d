#include "base/member.h"
#include "domain/conversation_parts.h"

/* A case goes to the post that opened it: the length of its head, when it was opened, its head and its tail. */
enum { KEY_BYTES = 9, HEAD_BYTES = 4, OPENED_BYTES = 8 };

static void
add_member(struct conversation *conversation, uint64_t number,
           enum conversation_want want, const struct buffer *piece)
{
    char key[KEY_BYTES];

    runs_put64(key, number);
    key[KEY_BYTES - 1] = (char)want;
    sorter_add(conversation->members, (struct text){key, KEY_BYTES},
               buffer_text(piece));
}

static void
add_answer(struct buffer *out, struct text id,
           const struct conversation_request *request)
{
    buffer_add(out, TEXT("\"answers\":"));
    buffer_add_json_string(out, id);
    if (request->response == INQUIRY_FIRST)
        buffer_add(out, TEXT(",\"response\":\"first\""));
    if (request->response == INQUIRY_NEXT)
        buffer_add(out, TEXT(",\"response\":\"next\""));
    member_integer(out, "response_s", request->response_s);
    if (request->business_s >= 0)
        member_integer(out, "response_business_s", request->business_s);
}

static void
write_piece(struct buffer *out, const struct conversation_request *request,
            const struct conversation_texts *texts)
{
    uint64_t which = runs_get64(&request->spot) % CONVERSATION_WHICH;
    struct text id = texts->texts[which];

    switch ((enum conversation_want)request->want) {
    case CONVERSATION_THREAD:
        buffer_add(out, TEXT("\"thread\":"));
        buffer_add_json_string(out, id);
        break;
    case CONVERSATION_INBOUND:
        buffer_add(out, TEXT("\"inbound\":true"));
        break;
    case CONVERSATION_CASE:
        buffer_add(out, TEXT("\"case\":"));
        member_id(out, "case", id);
        break;
    default:
        add_answer(out, id, request);
    }
}

static void
tell_posts(struct conversation *conversation)
{
    const struct conversation_request *request;
    struct buffer *piece = &conversation->line;

    runs_sort(conversation->requests);
    while ((request = runs_next(conversation->requests)) != NULL) {
        struct conversation_texts texts = conversation_texts_at(
            conversation, runs_get64(&request->spot) / CONVERSATION_WHICH);

        buffer_clear(piece);
        write_piece(piece, request, &texts);
        add_member(conversation, request->number,
                   (enum conversation_want)request->want, piece);
    }
    runs_free(conversation->requests);
    conversation->requests = NULL;
}

/* met, missed, or nothing while it may still be met. */
static const char *
sla_of(const struct conversation *conversation, const struct inquiry_case *it,
       int64_t waited_s)
{
    int64_t limit_s = conversation->rules->sla_s;

    if (limit_s == 0)
        return NULL;
    if (it->first_s != INQUIRY_NEVER)
        return it->first_s - it->first_from_s <= limit_s ? "met" : "missed";
    return waited_s > limit_s ? "missed" : NULL;
}

/* How long nobody had answered when it closed, or when the records end. */
static int64_t
waited(const struct conversation *conversation, const struct inquiry_case *it)
{
    int64_t until_s =
        it->closed_s == INQUIRY_NEVER ? conversation->as_of_s : it->closed_s;

    return until_s < it->opened_s ? 0 : until_s - it->opened_s;
}

static void
add_first_response(struct conversation *conversation, struct buffer *out,
                   const struct inquiry_case *it)
{
    const struct office_hours *hours = conversation->rules->hours;
    int64_t waited_s = waited(conversation, it);
    const char *sla = sla_of(conversation, it, waited_s);

    if (it->first_s == INQUIRY_NEVER) {
        member_integer(out, "waited_s", waited_s);
    } else {
        member_integer(out, "first_response_s", it->first_s - it->first_from_s);
        if (hours != NULL)
            member_integer(
                out, "first_response_business_s",
                office_hours_between(hours, it->first_from_s, it->first_s));
    }
    if (sla != NULL)
        buffer_printf(out, ",\"sla\":\"%s\"", sla);
}

/* Up to where the thread stands, which the post that opened it knows. */
static void
write_head(struct buffer *out, const struct conversation_texts *texts,
           const struct inquiry_case *it)
{
    struct text id = texts->texts[CONVERSATION_OWN];
    size_t colon = text_find_char(id, ':');

    buffer_add(out, TEXT("{\"v\":1,\"kind\":\"case\",\"source\":"));
    buffer_add_json_string(out,
                           (struct text){id.at, colon == SIZE_MAX ? 0 : colon});
    buffer_add(out, TEXT(",\"id\":"));
    member_id(out, "case", id);
    member_time(out, "time", it->opened_s);
    member_time(out, "opened", it->opened_s);
    if (it->closed_s != INQUIRY_NEVER)
        member_time(out, "closed", it->closed_s);
    buffer_add_char(out, ',');
}

static void
write_tail(struct conversation *conversation, struct buffer *out,
           const struct conversation_texts *texts,
           const struct inquiry_case *it)
{
    buffer_printf(out, ",\"outcome\":\"%s\",\"public\":%s",
                  inquiry_outcome(it, &conversation->rules->inquiry,
                                  conversation->as_of_s),
                  it->is_private ? "false" : "true");
    member_integer(out, "asked", (int64_t)it->asked);
    member_integer(out, "answers", (int64_t)it->answers);
    member_integer(out, "reopened", (int64_t)it->reopened);
    add_first_response(conversation, out, it);
    if (it->next_count > 0) {
        member_integer(out, "next_responses", (int64_t)it->next_count);
        member_integer(out, "next_response_s", it->next_s);
    }
    if (it->closed_s != INQUIRY_NEVER && it->is_resolved)
        member_integer(out, "resolution_s", it->closed_s - it->opened_s);
    buffer_add(out, texts->facts);
    if (it->account != 0) {
        buffer_add(out, TEXT(",\"account\":"));
        buffer_add_json_string(
            out, table_text(conversation->accounts, it->account - 1));
    }
    buffer_add_char(out, '}');
}

static void
start_piece(struct buffer *piece, int64_t opened_s)
{
    char start[HEAD_BYTES + OPENED_BYTES] = {0};

    runs_put_signed(start + HEAD_BYTES, opened_s);
    buffer_clear(piece);
    buffer_add(piece, (struct text){start, sizeof(start)});
}

static void
tell_cases(struct conversation *conversation)
{
    const struct conversation_case *ended;
    struct buffer *piece = &conversation->line;

    runs_sort(conversation->cases);
    while ((ended = runs_next(conversation->cases)) != NULL) {
        struct conversation_texts texts =
            conversation_texts_at(conversation, runs_get64(&ended->place));
        uint32_t head;

        start_piece(piece, ended->it.opened_s);
        write_head(piece, &texts, &ended->it);
        head = (uint32_t)piece->len;
        memcpy(piece->at, &head, HEAD_BYTES);
        write_tail(conversation, piece, &texts, &ended->it);
        add_member(conversation, ended->number, CONVERSATION_OPENS, piece);
    }
    runs_free(conversation->cases);
    conversation->cases = NULL;
}

void
conversation_tell(struct conversation *conversation)
{
    conversation->members =
        sorter_new(3 * conversation->part_bytes, conversation->spill);
    conversation->lines =
        sorter_new(2 * conversation->part_bytes, conversation->spill);
    tell_posts(conversation);
    conversation->chunk_number = 0;
    tell_cases(conversation);
    conversation->chunk_number = 0;
}

/* The walk over all posts. */

/* The next post's own texts, which lie in its order; one that does not fit begins a chunk. */
static struct conversation_texts
next_texts(struct conversation *conversation)
{
    uint64_t *place = &conversation->walk.place;
    struct conversation_texts texts;

    if (conversation->chunk_number > 0
        && *place - conversation->chunk_place >= conversation->chunk.len)
        *place = conversation->chunk_number * CONVERSATION_TEXTS_MAX;
    texts = conversation_texts_at(conversation, *place);
    *place += texts.bytes;
    return texts;
}

static bool
next_piece(struct conversation *conversation, enum conversation_want *want)
{
    char key[8];

    if (!conversation->walk.has_piece)
        conversation->walk.has_piece =
            sorter_next(conversation->members, &conversation->walk.key,
                        &conversation->walk.piece);
    runs_put64(key, conversation->walk.number);
    if (!conversation->walk.has_piece
        || memcmp(conversation->walk.key.at, key, sizeof(key)) != 0)
        return false;
    *want = (enum conversation_want)conversation->walk.key.at[KEY_BYTES - 1];
    return true;
}

/* `thread` is the first of the members. */
static void
keep_case(struct conversation *conversation, struct text piece,
          struct text thread)
{
    const size_t start = HEAD_BYTES + OPENED_BYTES;
    struct buffer *line = &conversation->head;
    uint32_t head;

    memcpy(&head, piece.at, HEAD_BYTES);
    buffer_clear(line);
    buffer_add(line, (struct text){piece.at + start, head - start});
    buffer_add(line, thread);
    buffer_add(line, text_from(piece, head));
    sorter_add(conversation->lines,
               (struct text){piece.at + HEAD_BYTES, head - HEAD_BYTES},
               buffer_text(line));
}

bool
conversation_next(struct conversation *conversation, struct text *members)
{
    struct buffer *out = &conversation->line;
    struct conversation_texts texts;
    enum conversation_want want;
    size_t thread;

    if (conversation->walk.number == conversation->count)
        return false;
    texts = next_texts(conversation);
    buffer_clear(out);
    if (!next_piece(conversation, &want) || want != CONVERSATION_THREAD) {
        buffer_add(out, TEXT("\"thread\":"));
        buffer_add_json_string(out, texts.texts[CONVERSATION_OWN]);
    } else {
        buffer_add(out, conversation->walk.piece);
        conversation->walk.has_piece = false;
    }
    thread = out->len;
    while (next_piece(conversation, &want)) {
        conversation->walk.has_piece = false;
        if (want == CONVERSATION_OPENS) {
            keep_case(conversation, conversation->walk.piece,
                      (struct text){out->at, thread});
            continue;
        }
        buffer_add_char(out, ',');
        buffer_add(out, conversation->walk.piece);
    }
    conversation->walk.number++;
    *members = buffer_text(out);
    return true;
}

bool
conversation_next_case(struct conversation *conversation, struct text *line)
{
    struct text key;

    return sorter_next(conversation->lines, &key, line);
}

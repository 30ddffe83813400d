/*
 * record - a line of JSON, as every filter reads it
 *
 * What is read where it lies has to be what the parser makes of it; what is taken out of a line, and what is written of
 * it again, has to be JSON.
 */
#include "common.h"
#include "ports/json.h"
#include "stream/record.h"

enum { PATHS = 10 };
static const char *const paths[PATHS] = {
    "kind", "time", "v",       "id",        "text",
    "tags", "user", "user.id", "user.name", "deep.er.still"};
static const char *const names[] = {"id", "tags", "user"};

static struct json_parser *parser, *other;
static struct json_plan *plan;

static void
assert_same(struct json_slot one, struct json_slot two)
{
    static struct buffer left, right;

    assert(one.type == two.type);
    if (one.type == JSON_ABSENT)
        return;
    buffer_clear(&left);
    buffer_clear(&right);
    json_write(&left, one);
    json_write(&right, two);
    assert(text_equal(buffer_text(&left), buffer_text(&right)));
}

static void
assert_json(struct text line)
{
    struct json_slot root;
    bool is_repaired;

    assert(json_parse(other, common_padded(line), &root, &is_repaired) == NULL);
    assert(root.type == JSON_OBJECT && !is_repaired);
}

int
LLVMFuzzerTestOneInput(const uint8_t *at, size_t len)
{
    static struct buffer padded, scratch, written;
    struct json_slot slots[PATHS], plain[PATHS], root;
    struct text line;
    bool is_repaired = false, is_plain;

    if (parser == NULL) {
        parser = json_parser_new();
        other = json_parser_new();
        plan = json_plan_new(paths, PATHS);
    }
    buffer_clear(&padded);
    buffer_add(&padded, (struct text){(const char *)at, len});
    memset(buffer_reserve(&padded, JSON_PADDING), 0, JSON_PADDING);
    line = buffer_text(&padded);
    if (memchr(line.at, '\n', line.len) != NULL)
        return 0;
    is_plain = json_pick_plain(other, plan, line, plain);
    if (json_parse(parser, line, &root, &is_repaired) != NULL
        || root.type != JSON_OBJECT
        || json_pick(plan, root.node, slots) != NULL) {
        assert(!is_plain);
        return 0;
    }
    for (size_t i = 0; is_plain && i < PATHS; i++)
        assert_same(plain[i], slots[i]);
    buffer_clear(&written);
    json_write(&written, root);
    assert_json(buffer_text(&written));
    if (!is_repaired)
        assert_json(record_without(&scratch, line, names, 3));
    return 0;
}

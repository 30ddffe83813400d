#include "texts.h"

#include "base/buffer.h"
#include "ports/json.h"

enum { FIELDS = 11, ROUNDS = 600000 };
static const char *const fields[FIELDS] = {
    "v",       "kind",   "text", "links",       "ms",   "user.id",
    "user.at", "_id.is", "_id",  "user.at.lon", "links"};

static const char *const records[] = {
    "{\"v\":1,\"kind\":\"post\",\"text\":\"caf\xc3\xa9 "
    "\xf0\x9f\x98\x80\",\"links\":[\"a\",\"\",\"b\"],\"ms\":7}",
    "{\"v\":1,\"kind\":\"visit\",\"ms\":-999999999999999999,\"flags\":[],"
    "\"is\":true,\"no\":false}",
    "{\"kind\":\"\",\"links\":[],\"text\":\"\",\"user\":\"x\",\"x\":[\"y\"],"
    "\"ms\":0}",
    "{\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\":1,"
    "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab\":2}",
    "{\"kind\":null,\"user\":{\"id\":-0.5,\"at\":{\"lon\":17.000001,\"to\":"
    "[1,-2,{}]},\"no\":[]},\"ms\":123456789012.125}",
    "{\"_id\":{\"is\":\"x\",\"a\":[true,false,null,[\"b\",0.1]]},\"text\":"
    "\"y\","
    "\"other\":{\"a\":{\"a\":1,\"a\":2.50e+10}}}",
    "{ \"kind\" : \"post\", \"links\": [ \"a\" , 1 ], \"v\": { }, \"user\" :{ "
    "\"id\" :7 , \"x\": -1e9 } } ",
};

struct fixture {
    struct json_parser *parser;
    struct json_plan *plan;
    struct buffer line;
    struct buffer plain, whole; /* what each way made of a line */
    struct json_slot slots[FIELDS];
};

static int
set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));

    assert_non_null(fixture);
    fixture->parser = json_parser_new();
    fixture->plan = json_plan_new(fields, FIELDS);
    *state = fixture;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *fixture = *state;

    json_parser_free(fixture->parser);
    json_plan_free(fixture->plan);
    buffer_free(&fixture->line);
    buffer_free(&fixture->plain);
    buffer_free(&fixture->whole);
    free(fixture);
    return 0;
}

static void
set_line(struct fixture *fixture, struct text line)
{
    buffer_clear(&fixture->line);
    buffer_add(&fixture->line, line);
}

/* What follows the line in its padding would go on with it. */
static bool
pick_plain(struct fixture *fixture, char behind)
{
    memset(buffer_reserve(&fixture->line, JSON_PADDING), behind, JSON_PADDING);
    return json_pick_plain(fixture->parser, fixture->plan,
                           buffer_text(&fixture->line), fixture->slots);
}

static void
write_slots(struct fixture *fixture, struct buffer *out)
{
    buffer_clear(out);
    for (size_t i = 0; i < FIELDS; i++) {
        json_write(out, fixture->slots[i]);
        buffer_add_char(out, '\n');
    }
}

static void
assert_as_parsed(struct fixture *fixture)
{
    struct json_slot root;
    bool repaired;

    write_slots(fixture, &fixture->plain);
    if (json_parse(fixture->parser, buffer_text(&fixture->line), &root,
                   &repaired)
            != NULL
        || repaired || root.type != JSON_OBJECT
        || json_pick(fixture->plan, root.node, fixture->slots) != NULL)
        fail_msg("accepted: %.*s", TEXT_ARGS(buffer_text(&fixture->line)));
    write_slots(fixture, &fixture->whole);
    assert_same(buffer_text(&fixture->plain), buffer_text(&fixture->whole));
}

static void
records_are_read_where_they_lie(void **state)
{
    struct fixture *fixture = *state;

    for (size_t i = 0; i < COUNT(records); i++) {
        set_line(fixture, text_of(records[i]));
        assert_true(pick_plain(fixture, '1'));
        assert_as_parsed(fixture);
    }
}

static void
what_is_not_plain_is_left_to_the_parser(void **state)
{
    static const char *const lines[] = {
        "",
        "{}",
        "{\"a\":1}",
        "[\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"]",
        " {\"kind\":\"post\",\"ms\":1}",
        "{\"kind\":\"post\",\"text\":\"a\\nb\"}",
        "{\"kind\":\"post\",\"text\":\"a\tb\"}",
        "{\"kind\":\"post\",\"text\":\"a\x80\"}",
        "{\"kind\":\"post\",\"ms\":1234567890123456789}",
        "{\"kind\":\"post\",\"ms\":1e5}",
        "{\"kind\":\"post\",\"ms\":0.1234567890123456}",
        "{\"kind\":\"post\",\"links\":[1e5]}",
        "{\"kind\":\"post\",\"score\":1e500}",
        "{\"kind\":\"post\",\"score\":01}",
        "{\"kind\":\"post\",\"score\":1.}",
        "{\"kind\":\"post\",\"score\":nul}",
        "{\"kind\":\"post\",\"x\":[1,]}",
        "{\"kind\":\"post\",\"x\":{\"a\":1,}}",
        "{\"kind\":\"post\",\"x\":{\"a\"}}",
        "{\"kind\":\"post\",\"x\":{1:2}}",
        "{\"kind\":\"post\",\"x\":[}}",
        "{\"kind\":\"post\",\"user\":{\"id\":1,\"id\":2}}",
        "{\"kind\":\"post\",\"_id\":{\"is\":1,\"is\":2}}",
        "{\"kind\":\"post\",\"kind\":\"visit\"}",
        "{\"kind\":\"post\",\"other\":1,\"other\":2}",
    };
    struct fixture *fixture = *state;

    for (size_t i = 0; i < COUNT(lines); i++) {
        set_line(fixture, text_of(lines[i]));
        if (pick_plain(fixture, ' '))
            fail_msg("taken: %s", lines[i]);
    }
}

static void
nesting_has_a_limit(void **state)
{
    struct fixture *fixture = *state;

    for (size_t depth = 1; depth < 1000; depth += depth / 8 + 1) {
        set_line(fixture, TEXT("{\"kind\":\"post\",\"x\":"));
        for (size_t i = 0; i < depth; i++)
            buffer_add_char(&fixture->line, '[');
        for (size_t i = 0; i < depth; i++)
            buffer_add_char(&fixture->line, ']');
        buffer_add_char(&fixture->line, '}');
        assert_int_equal(pick_plain(fixture, ' '), depth <= 33);
    }
}

static void
a_line_ends_where_its_length_says(void **state)
{
    struct fixture *fixture = *state;

    for (size_t i = 0; i < COUNT(records); i++) {
        struct text whole = text_trim(text_of(records[i]));

        for (size_t len = 0; len < whole.len; len++) {
            static const char behind[] = "\"}],:1 \n";

            set_line(fixture, (struct text){whole.at, len});
            for (size_t j = 0; j < COUNT(behind); j++)
                assert_false(pick_plain(fixture, behind[j]));
        }
    }
}

static void
a_long_line_is_left_to_the_parser(void **state)
{
    struct fixture *fixture = *state;
    size_t len = 1 << 16;

    set_line(fixture, TEXT("{\"kind\":\"post\",\"text\":\""));
    memset(buffer_reserve(&fixture->line, len), 'x', len);
    fixture->line.len += len;
    buffer_add_string(&fixture->line, "\"}");
    assert_false(pick_plain(fixture, ' '));
}

/* One to three bytes of a record put in, taken out or replaced. */
static void
damage(struct fixture *fixture, uint64_t *random)
{
    static const char bytes[] = "\"\"\"\\{}[]:,,01-.etfn \x01\x7f\x80\xc3\xed";
    struct buffer *line = &fixture->line;

    set_line(fixture, text_of(records[random_next(random) % COUNT(records)]));
    for (size_t left = 1 + random_next(random) % 3; left > 0; left--) {
        size_t at = random_next(random) % line->len;
        char byte = bytes[random_next(random) % (sizeof(bytes) - 1)];

        switch (random_next(random) % 3) {
        case 0:
            buffer_add_char(line, ' ');
            memmove(line->at + at + 1, line->at + at, line->len - at - 1);
            line->at[at] = byte;
            break;
        case 1:
            memmove(line->at + at, line->at + at + 1, line->len - at - 1);
            line->len--;
            break;
        default:
            line->at[at] = byte;
        }
    }
}

static void
whatever_is_taken_the_parser_takes_alike(void **state)
{
    struct fixture *fixture = *state;
    uint64_t random = 20090306;
    size_t taken = 0;

    for (size_t round = 0; round < ROUNDS; round++) {
        damage(fixture, &random);
        if (pick_plain(fixture, "\"}1,"[round % 4])) {
            taken++;
            assert_as_parsed(fixture);
        }
    }
    assert_in_range(taken, ROUNDS / 20, ROUNDS);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(records_are_read_where_they_lie),
        TEST(what_is_not_plain_is_left_to_the_parser),
        TEST(nesting_has_a_limit),
        TEST(a_line_ends_where_its_length_says),
        TEST(a_long_line_is_left_to_the_parser),
        TEST(whatever_is_taken_the_parser_takes_alike),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

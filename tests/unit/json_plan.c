#include "jsons.h"

static void
a_plan_fills_its_slots_from_all_depths(void **state)
{
    static const char *const paths[] = {
        "id",   "user.name", "user.id",   "user",   "text", "a.b.c.d",
        "none", "n",         "user.none", "text.x", "f"};
    struct json_slot slots[11];
    struct fixture *fixture = *state;
    struct json_plan *plan = json_plan_new(paths, 11);

    assert_null(parse(
        fixture, "{\"id\":7,\"x\":[{\"id\":8}],\"user\":{\"id\":9,\"name\":"
                 "\"n\\u00e9\"},\"text\":\"\",\"n\":null,\"a\":{\"b\":"
                 "{\"c\":{\"d\":true}}},\"f\":-1.5}"));
    assert_null(json_pick(plan, fixture->root.node, slots));
    assert_int_equal(slots[0].integer, 7);
    assert_text(slots[1].text, "n\xc3\xa9");
    assert_int_equal(slots[2].integer, 9);
    assert_int_equal(slots[3].type, JSON_OBJECT);
    assert_int_equal(slots[4].type, JSON_STRING);
    assert_int_equal(slots[4].text.len, 0);
    assert_int_equal(slots[5].type, JSON_TRUE);
    assert_int_equal(slots[6].type, JSON_ABSENT);
    assert_int_equal(slots[7].type, JSON_ABSENT);
    assert_int_equal(slots[8].type, JSON_ABSENT);
    assert_int_equal(slots[9].type, JSON_ABSENT);
    assert_true(slots[10].number == -1.5);
    assert_null(json_pick(plan, slots[3].node, slots));
    assert_int_equal(slots[0].integer, 9);
    assert_int_equal(slots[1].type, JSON_ABSENT);
    json_plan_free(plan);
}

static void
a_path_may_be_asked_for_twice(void **state)
{
    static const char *const paths[] = {"b.c", "a", "b.c", "a", "b"};
    struct json_slot slots[5];
    struct fixture *fixture = *state;
    struct json_plan *plan = json_plan_new(paths, 5);

    assert_null(parse(fixture, "{\"a\":1,\"b\":{\"c\":2}}"));
    assert_null(json_pick(plan, fixture->root.node, slots));
    assert_int_equal(slots[0].integer, 2);
    assert_int_equal(slots[1].integer, 1);
    assert_int_equal(slots[2].integer, 2);
    assert_int_equal(slots[3].integer, 1);
    assert_int_equal(slots[4].type, JSON_OBJECT);
    json_plan_free(plan);
}

static void
what_is_no_object_leaves_slots_absent(void **state)
{
    struct fixture *fixture = *state;
    struct json_slot slot;

    assert_null(parse(fixture, "[{\"a\":1}]"));
    assert_null(pick(fixture, "a", &slot));
    assert_int_equal(slot.type, JSON_ABSENT);
    fixture->root.node = (struct json_node){NULL, 0};
    slot.type = JSON_TRUE;
    assert_null(pick(fixture, "a", &slot));
    assert_int_equal(slot.type, JSON_ABSENT);
}

/* A key of every length, and alike but for one byte anywhere in it. */
static void
keys_are_told_apart_wherever_they_differ(void **state)
{
    static const char name[] = "abcdefghijklmnopqrstuvwxyzabcdefghijklmn";
    struct fixture *fixture = *state;
    struct json_slot slot;

    for (size_t len = 0; len < sizeof(name); len++) {
        for (size_t at = 0; at < len; at++) {
            char key[sizeof(name)] = {0};

            memcpy(key, name, len);
            buffer_clear(&fixture->line);
            buffer_printf(&fixture->line, "{\"%s\":1,", key);
            key[at] = '_';
            buffer_printf(&fixture->line, "\"%s\":2}", key);
            assert_null(parse_line(fixture));
            assert_null(pick(fixture, key, &slot));
            assert_int_equal(slot.integer, 2);
            key[at] = '-';
            assert_null(pick(fixture, key, &slot));
            assert_int_equal(slot.type, JSON_ABSENT);
        }
    }
}

static void
a_plan_holds_255_paths(void **state)
{
    static char names[255][8];
    const char *paths[255];
    struct json_slot slots[255];
    struct fixture *fixture = *state;
    struct json_plan *plan;

    buffer_clear(&fixture->line);
    for (int i = 0; i < 255; i++) {
        (void)snprintf(names[i], sizeof(names[i]), "k%d", i);
        paths[i] = names[i];
        buffer_printf(&fixture->line, "%c\"k%d\":%d", i == 0 ? '{' : ',',
                      254 - i, 254 - i);
    }
    buffer_add_char(&fixture->line, '}');
    plan = json_plan_new(paths, 255);
    assert_null(parse_line(fixture));
    assert_null(json_pick(plan, fixture->root.node, slots));
    for (int i = 0; i < 255; i++)
        assert_int_equal(slots[i].integer, i);
    json_plan_free(plan);
}

static void
an_empty_plan_only_looks_for_duplicates(void **state)
{
    struct fixture *fixture = *state;
    struct json_plan *plan = json_plan_new(NULL, 0);

    assert_null(parse(fixture, "{\"a\":1,\"b\":2}"));
    assert_null(json_pick(plan, fixture->root.node, NULL));
    assert_null(parse(fixture, "{\"a\":1,\"a\":2}"));
    assert_reason(json_pick(plan, fixture->root.node, NULL), "duplicate_key: ");
    json_plan_free(plan);
}

static void
a_key_that_comes_twice_is_refused(void **state)
{
    static const char *const texts[] = {
        "{\"a\":1,\"a\":1}",
        "{\"b\":1,\"x\":2,\"b\":3}",
        "{\"a\":1,\"\\u0061\":2}",
        "{\"\":1,\"\":2}",
        "{\"x\":{\"deep\":{\"y\":1,\"y\":1}}}",
        "{\"a_key_of_more_than_16\":1,\"b\":[],\"a_key_of_more_than_16\":2}",
        "{\"k\\u0000\":1,\"k\\u0000\":2}",
    };
    struct fixture *fixture = *state;
    struct json_slot slots[2];
    static const char *const paths[] = {"a", "x.deep.z"};
    struct json_plan *plan = json_plan_new(paths, 2);

    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
        assert_null(parse(fixture, texts[i]));
        assert_reason(json_pick(plan, fixture->root.node, slots),
                      "duplicate_key: ");
    }
    json_plan_free(plan);
}

static void
objects_that_no_pick_walks_may_have_duplicates(void **state)
{
    struct fixture *fixture = *state;
    struct json_slot slot;

    assert_null(parse(fixture, "{\"a\":1,\"b\":{\"c\":1,\"c\":2},"
                               "\"d\":[{\"a\":1,\"a\":2}]}"));
    assert_null(pick(fixture, "a", &slot));
    assert_int_equal(slot.integer, 1);
}

/* An object with members k0 … and, where again >= 0, that one once more at its end. */
static const char *
parse_members(struct fixture *fixture, int count, int again)
{
    buffer_clear(&fixture->line);
    buffer_add_char(&fixture->line, '{');
    for (int i = 0; i < count; i++)
        buffer_printf(&fixture->line, "\"k%d\":[%d],", i, i);
    buffer_printf(&fixture->line, "\"k%d\":1.5}", again < 0 ? count : again);
    return parse_line(fixture);
}

static void
duplicates_are_found_among_any_number_of_keys(void **state)
{
    static const int counts[] = {2, 63, 64, 100, 254, 255, 256, 257, 70000};
    struct fixture *fixture = *state;
    struct json_slot slot;

    for (size_t i = 0; i < sizeof(counts) / sizeof(*counts); i++) {
        int count = counts[i];

        assert_null(parse_members(fixture, count, -1));
        assert_null(pick(fixture, "k1", &slot));
        assert_int_equal(slot.type, JSON_ARRAY);
        for (int again = 0; again < count; again += 1 + count / 10) {
            assert_null(parse_members(fixture, count, again));
            assert_reason(pick(fixture, "k1", &slot), "duplicate_key: ");
        }
    }
}

static void
items_and_members_come_in_order(void **state)
{
    struct fixture *fixture = *state;
    struct json_items items;
    struct json_slot slot;
    struct text key;

    assert_null(parse(fixture, "[1,null,[2,3],{\"a\":4},18446744073709551615,"
                               "2.5,\"x\",true]"));
    items = json_items(fixture->root);
    for (int i = 0; i < 8; i++) {
        static const enum json_type types[] = {
            JSON_INTEGER, JSON_ABSENT, JSON_ARRAY,  JSON_OBJECT,
            JSON_DOUBLE,  JSON_DOUBLE, JSON_STRING, JSON_TRUE};

        assert_true(json_next(&items, &slot));
        assert_int_equal(slot.type, types[i]);
    }
    assert_false(json_next(&items, &slot));
    assert_false(json_next(&items, &slot));
    items = json_members(fixture->root);
    assert_false(json_next_member(&items, &key, &slot));

    assert_null(parse(fixture, "{\"b\":1,\"a\":{\"b\":[]},\"\":false}"));
    items = json_members(fixture->root);
    assert_true(json_next_member(&items, &key, &slot));
    assert_text(key, "b");
    assert_true(json_next_member(&items, &key, &slot));
    assert_text(key, "a");
    assert_int_equal(slot.type, JSON_OBJECT);
    assert_true(json_next_member(&items, &key, &slot));
    assert_text(key, "");
    assert_int_equal(slot.type, JSON_FALSE);
    assert_false(json_next_member(&items, &key, &slot));
    items = json_items(fixture->root);
    assert_false(json_next(&items, &slot));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_plan_fills_its_slots_from_all_depths),
        TEST(a_path_may_be_asked_for_twice),
        TEST(what_is_no_object_leaves_slots_absent),
        TEST(keys_are_told_apart_wherever_they_differ),
        TEST(a_plan_holds_255_paths),
        TEST(an_empty_plan_only_looks_for_duplicates),
        TEST(a_key_that_comes_twice_is_refused),
        TEST(objects_that_no_pick_walks_may_have_duplicates),
        TEST(duplicates_are_found_among_any_number_of_keys),
        TEST(items_and_members_come_in_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

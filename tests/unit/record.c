#include "texts.h"

#include "stream/origin.h"
#include "stream/record.h"
#include "stream/rejects.h"
#include "stream/salvage.h"

static void
a_kind_is_of_the_vocabulary_or_none(void **state)
{
    (void)state;
    assert_string_equal(record_kind(TEXT("post")), "post");
    assert_string_equal(record_kind(TEXT("posts")), "");
    assert_string_equal(record_kind(TEXT_NONE), "");
    assert_string_equal(record_kind_of(TEXT(RECORD_PREFIX "visit\",\"a\":1}")),
                        "visit");
    assert_string_equal(record_kind_of(TEXT(RECORD_PREFIX "visit")), "");
    assert_string_equal(record_kind_of(TEXT("{\"kind\":\"visit\"}")), "");
}

static void
a_control_line_is_told_by_its_first_bytes(void **state)
{
    (void)state;
    assert_int_equal(record_control(TEXT(RECORD_PREFIX "begin\"}")),
                     RECORD_BEGIN);
    assert_int_equal(record_control(TEXT(RECORD_PREFIX "end\"}")), RECORD_END);
    assert_int_equal(record_control(TEXT(RECORD_PREFIX "archive\"}")),
                     RECORD_ARCHIVE);
    assert_int_equal(record_control(TEXT(RECORD_PREFIX "context\"}")),
                     RECORD_CONTEXT);
    assert_int_equal(record_control(TEXT(RECORD_PREFIX "ends\"}")),
                     RECORD_DATA);
    assert_int_equal(record_control(TEXT(RECORD_PREFIX)), RECORD_DATA);
    assert_int_equal(record_control(TEXT("{}")), RECORD_DATA);
}

static void
assert_without(const char *line, const char *left)
{
    static const char *const names[] = {"a", "b"};
    struct buffer scratch = {0};

    assert_text(record_without(&scratch, text_of(line), names, 2), left);
    buffer_free(&scratch);
}

static void
members_are_taken_out_however_the_line_is_spaced(void **state)
{
    (void)state;
    assert_without("{}", "{}");
    assert_without("{ }", "{ }");
    assert_without(" \t{\"a\":1}", "{}");
    assert_without("{\"a\":1,\"c\":2}", "{\"c\":2}");
    assert_without("{ \"c\" :2 ,\r\n\t\"b\" : [1,{\"a\":\"}\"}] }",
                   "{\"c\" :2 }");
    assert_without("{\"c\":{\"a\":1}}", "{\"c\":{\"a\":1}}");
    assert_without("{\"c\":\"\\\"\",\"b\":{\"x\":[]},\"d\":[2]}",
                   "{\"c\":\"\\\"\",\"d\":[2]}");
}

static void
assert_reject(const struct reject *reject, const char *line)
{
    struct buffer out = {0};

    rejects_format(&out, "test", reject);
    assert_text(buffer_text(&out), line);
    buffer_free(&out);
}

static void
a_reject_says_where_it_stood_and_why(void **state)
{
    const struct place place = {.archive = TEXT("a\xff"),
                                .member = TEXT("m"),
                                .lines = TEXT("json"),
                                .line = 7,
                                .part = 2,
                                .seen_s = 1};
    const struct place nowhere = {.part = -1};

    (void)state;
    assert_reject(&(struct reject){.place = &place,
                                   .why = "bad_json: no colon",
                                   .raw = TEXT("{\"")},
                  "{\"filter\":\"test\",\"archive\":\"a\xef\xbf\xbd\","
                  "\"member\":\"m\",\"line\":7,\"part\":2,\"lines\":\"json\","
                  "\"seen\":\"1970-01-01T00:00:01Z\",\"code\":\"bad_json\","
                  "\"why\":\"no colon\",\"raw\":\"{\\\"\"}\n");
    assert_reject(&(struct reject){.place = &nowhere,
                                   .why = "no code",
                                   .raw = TEXT("\xff")},
                  "{\"filter\":\"test\",\"why\":\"no code\","
                  "\"raw_base64\":\"/w==\"}\n");
    assert_reject(
        &(struct reject){.why = "a: b",
                         .raw_bytes = 9,
                         .raw_digest = "0123",
                         .context = TEXT("\"c\":1")},
        "{\"filter\":\"test\",\"code\":\"a\",\"why\":\"b\","
        "\"raw_bytes\":9,\"raw_hash\":\"0123\",\"context\":\"\\\"c\\\":1\"}\n");
}

static void
of_a_long_reject_its_hash_is_kept(void **state)
{
    struct text raw = {calloc(1, REJECTS_RAW_MAX + 1), REJECTS_RAW_MAX + 1};
    struct buffer out = {0};

    (void)state;
    rejects_format(&out, "test", &(struct reject){.why = "a: b", .raw = raw});
    assert_non_null(strstr(buffer_string(&out), "\"raw_bytes\":65537,"));
    assert_true(out.len < 200);
    raw.len--;
    rejects_format(&out, "test", &(struct reject){.why = "a: b", .raw = raw});
    assert_true(out.len > REJECTS_RAW_MAX);
    free((char *)raw.at);
    buffer_free(&out);
}

static void
an_archive_record_says_what_is_known(void **state)
{
    struct place place = {.archive = TEXT("a\xff"), .line = 1, .part = -1};
    struct buffer out = {0};

    (void)state;
    origin_write(&out, &place, "json");
    assert_text(buffer_text(&out),
                RECORD_PREFIX "archive\",\"archive\":\"a\xef\xbf\xbd\","
                              "\"lines\":\"json\",\"line\":1}\n");
    buffer_clear(&out);
    place.member = TEXT("m");
    place.part = 3;
    place.seen_s = 1;
    origin_write(&out, &place, "csv");
    assert_non_null(strstr(buffer_string(&out),
                           "\"member\":\"m\",\"lines\":\"csv\",\"line\":1,"
                           "\"part\":3,\"seen\":\"1970-01-01T00:00:01Z\"}\n"));
    buffer_free(&out);
}

static void
what_is_salvaged_has_a_name_in_its_folder_whatever_it_was_called(void **state)
{
    char name[400];
    struct buffer path = {0};

    (void)state;
    salvage_path(&path, "f", TEXT("http://x/a b%\x01\x7f\xc3\xa9"));
    assert_text(buffer_text(&path),
                "f/http:%2F%2Fx%2Fa%20b%25%01%7F\xc3\xa9.partial");
    buffer_clear(&path);
    memset(name, 'a', sizeof(name));
    salvage_path(&path, "f", (struct text){name, sizeof(name)});
    assert_int_equal(path.len, 2 + 16 + 1 + 150 + 8);
    assert_int_equal(path.at[18], '-');
    buffer_free(&path);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_kind_is_of_the_vocabulary_or_none),
        cmocka_unit_test(a_control_line_is_told_by_its_first_bytes),
        cmocka_unit_test(members_are_taken_out_however_the_line_is_spaced),
        cmocka_unit_test(a_reject_says_where_it_stood_and_why),
        cmocka_unit_test(of_a_long_reject_its_hash_is_kept),
        cmocka_unit_test(an_archive_record_says_what_is_known),
        cmocka_unit_test(
            what_is_salvaged_has_a_name_in_its_folder_whatever_it_was_called),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

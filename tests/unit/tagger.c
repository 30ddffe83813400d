#include <math.h>

#include "domain/confusion.h"
#include "domain/emoticon.h"
#include "domain/softmax.h"
#include "texts.h"

static uint32_t
features_of(const char *text)
{
    struct feature_list list = {0};
    struct text alone = text_alone(text_of(text));
    uint32_t sum = 0;

    feature_read(&list, alone);
    for (size_t i = 0; i < list.count; i++)
        sum += list.hashes[i] * (uint32_t)(i + 1);
    assert_true(list.words <= list.count && list.count <= list.cap);
    feature_free(&list);
    free((char *)alone.at);
    return sum;
}

static void
what_is_not_seen_makes_no_difference(void **state)
{
    (void)state;
    assert_int_equal(features_of("see https://a.example/x"),
                     features_of("see http://b.example"));
    assert_int_equal(features_of("@dell so good"),
                     features_of("@some_body  so\tgood"));
    assert_int_equal(features_of("sooo good"), features_of("sooooo good"));
    assert_int_equal(features_of("Good day"), features_of("good day"));
}

static void
what_is_seen_makes_one(void **state)
{
    (void)state;
    assert_int_not_equal(features_of("so good"), features_of("sooo good"));
    assert_int_not_equal(features_of("GOOD day"), features_of("good day"));
    assert_int_not_equal(features_of("day :)"), features_of("day :("));
    assert_int_not_equal(features_of("not so good"),
                         features_of("not. so good"));
    assert_int_not_equal(features_of("good bad"), features_of("bad good"));
}

static void
any_bytes_have_features(void **state)
{
    uint64_t seed = 3;

    (void)state;
    for (int i = 0; i < 3000; i++) {
        char bytes[64];

        for (size_t k = 0; k < sizeof(bytes); k++) {
            uint64_t random = random_next(&seed);

            bytes[k] = random % 3 == 0 ? " @h!'a"[random / 8 % 6]
                                       : (char)(random >> 20 | 1);
        }
        bytes[i % (int)sizeof(bytes)] = '\0';
        features_of(bytes);
    }
}

static void
softmax_is_exp_over_its_sum(void **state)
{
    double margins[] = {1, 2, -3};

    (void)state;
    for (double x = -30; x < 30; x += 0.37)
        assert_true(fabs(softmax_exp(x) / exp(x) - 1) < 1e-14);
    assert_true(softmax_exp(-1e9) == 0);
    softmax(margins, 3, 2);
    assert_true(fabs(margins[0] + margins[1] + margins[2] - 1) < 1e-15);
    assert_true(fabs(margins[1] / margins[0] - exp(2)) < 1e-12);
}

static void
emoticons_say_the_mood_and_go(void **state)
{
    struct buffer without = {0};

    (void)state;
    assert_int_equal(emoticon_read(&without, TEXT("so :-) ID:Dell (a:)b")),
                     EMOTICON_GLAD);
    assert_string_equal(buffer_string(&without), "so   ID:Dell (a:)b");
    assert_int_equal(emoticon_read(&without, TEXT(":'( no")), EMOTICON_SAD);
    assert_int_equal(emoticon_read(&without, TEXT(":( \xf0\x9f\x98\x80")),
                     EMOTICON_BOTH);
    assert_int_equal(emoticon_read(&without, TEXT("http://x 8:30")),
                     EMOTICON_NONE);
    buffer_free(&without);
}

static void
macro_recall_is_the_mean_of_the_classes_that_are_labelled(void **state)
{
    struct confusion confusion = {.classes = 3,
                                  .counts = {{3, 1, 0}, {1, 1, 0}, {0, 0, 0}}};

    (void)state;
    assert_true(confusion_macro_recall(&confusion) == (0.75 + 0.5) / 2);
    assert_true(confusion_accuracy(&confusion) == 4.0 / 6);
    assert_true(confusion_of(&confusion, 0).precision == 0.75);
    assert_true(confusion_of(&confusion, 1).f1 == 0.5);
    assert_true(confusion_of(&confusion, 2).recall == 0);
}

static void
what_is_written_is_read_back(void **state)
{
    static int8_t weights[3 << 10] = {1, -2, 3};
    struct tagger tagger = {.bits = 10,
                            .classes = 3,
                            .sharpness = 2.5,
                            .scales = {0.5, 1e-9, 3},
                            .key = "topic",
                            .languages = "en,pt-BR",
                            .names = {"a", "b", "c"},
                            .weights = weights};
    struct tagger back;
    struct buffer file = {0};

    (void)state;
    tagger_write(&file, &tagger);
    assert_null(tagger_parse(&back, buffer_text(&file)));
    assert_true(back.sharpness == 2.5 && back.scales[1] == 1e-9);
    assert_string_equal(back.key, "topic");
    assert_string_equal(back.names[2], "c");
    assert_memory_equal(back.weights, weights, sizeof(weights));
    assert_true(tagger_covers(&back, TEXT("EN-gb")));
    assert_true(tagger_covers(&back, TEXT("pt")));
    assert_true(tagger_covers(&back, TEXT_NONE));
    assert_false(tagger_covers(&back, TEXT("e")));
    file.at[TAGGER_HEAD + 7] ^= 1;
    assert_non_null(tagger_parse(&back, buffer_text(&file)));
    buffer_free(&file);
}

static void
a_key_takes_no_place_that_is_taken(void **state)
{
    (void)state;
    assert_null(tagger_check_key(TEXT("sentiment")));
    assert_null(tagger_check_key(TEXT("intent_2")));
    assert_non_null(tagger_check_key(TEXT("text")));
    assert_non_null(tagger_check_key(TEXT("")));
    assert_non_null(tagger_check_key(TEXT("2nd")));
    assert_non_null(tagger_check_key(TEXT("a b")));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_seen_makes_no_difference),
        cmocka_unit_test(what_is_seen_makes_one),
        cmocka_unit_test(any_bytes_have_features),
        cmocka_unit_test(softmax_is_exp_over_its_sum),
        cmocka_unit_test(emoticons_say_the_mood_and_go),
        cmocka_unit_test(
            macro_recall_is_the_mean_of_the_classes_that_are_labelled),
        cmocka_unit_test(what_is_written_is_read_back),
        cmocka_unit_test(a_key_takes_no_place_that_is_taken),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <stdio.h>

#include "base/buffer.h"
#include "domain/lexicon.h"
#include "texts.h"

static struct lexicon *lexicon;

static int
setup(void **state)
{
    struct lexicon_error error;

    (void)state;
    lexicon = lexicon_new();
    return lexicon_add(lexicon,
                       TEXT("good\t2.0\t0.5\t[1]\nbad\t-2.0\nno\t-1.0\n"
                            ":)\t2.0\nbomb\t-1.0\nkind\t1.5\n\n"
                            "\xf0\x9f\x98\x80\tgood face\n"),
                       &error)
               ? 0
               : -1;
}

static int
teardown(void **state)
{
    (void)state;
    lexicon_free(lexicon);
    return 0;
}

/* `expected` is the sum of valences, by which the compound is reckoned. */
static void
assert_sum(const char *text, double expected)
{
    struct text alone = text_alone(text_of(text));
    double compound = lexicon_hear(lexicon, alone).compound;
    /* The other way round: s = c * sqrt(15 / (1 - c^2)), squared. */
    double square = 15 * compound * compound / (1 - compound * compound);
    double wanted = expected * expected;

    if (square - wanted > 1e-9 || wanted - square > 1e-9
        || (compound < 0) != (expected < 0))
        fail_msg("%s: %.6f, whose square is %.6f, not %.6f", text, compound,
                 square, wanted);
    free((char *)alone.at);
}

static void
a_word_has_the_valence_of_the_lexicon(void **state)
{
    (void)state;
    assert_sum("", 0);
    assert_sum("nothing known", 0);
    assert_sum("(good)", 2);
    assert_sum("Good. bad, good;", 2);
    assert_sum(":)", 2);
    assert_sum("good\xc2\xa0"
               "bad",
               0);
}

static void
boosters_fade_with_their_distance(void **state)
{
    (void)state;
    assert_sum("very good", 2.293);
    assert_sum("very x good", 2 + 0.293 * 0.95);
    assert_sum("very x x good", 2 + 0.293 * 0.9);
    assert_sum("very x x x good", 2);
    assert_sum("barely bad", -2 + 0.293);
    assert_sum("sort of x good", 2 - 0.293);
}

static void
capitals_count_where_not_all_are(void **state)
{
    (void)state;
    assert_sum("GOOD", 2);
    assert_sum("so x x x GOOD x", 2.733);
    assert_sum("VERY good", 2 + 0.293 + 0.733);
    assert_sum("x BAD", -2.733);
    assert_sum("\xc3\x89T\xc3\x89 good", 2);
}

static void
negation_reaches_three_words(void **state)
{
    (void)state;
    assert_sum("not good", 2 * -0.74);
    assert_sum("isn't x x good", 2 * -0.74);
    assert_sum("not x x x good", 2);
    assert_sum("never so good", (2 + 0.293) * 1.25);
    assert_sum("without doubt good", 2);
    assert_sum("no good", 2 * -0.74);
    assert_sum("least good", 2 * -0.74);
    assert_sum("at least good", 2);
}

static void
idioms_and_but_turn_the_sum(void **state)
{
    (void)state;
    assert_sum("x it is the bomb", 3);
    assert_sum("bad but good", -2 * 0.5 + 2 * 1.5);
    assert_sum("kind of x", 0);
}

static void
marks_go_with_the_sum(void **state)
{
    (void)state;
    assert_sum("good!", 2.292);
    assert_sum("bad!!!!!!", -2 - 4 * 0.292);
    assert_sum("good?", 2);
    assert_sum("good???", 2 + 3 * 0.18);
    assert_sum("good????", 2.96);
    assert_sum("!!!", 0);
}

static void
an_emoji_is_what_it_stands_for(void **state)
{
    (void)state;
    assert_sum("x\xf0\x9f\x98\x80", 2);
    assert_sum("not \xf0\x9f\x98\x80", 2 * -0.74);
}

static void
a_line_that_is_no_entry_is_told(void **state)
{
    struct lexicon *other = lexicon_new();
    struct lexicon_error error;

    (void)state;
    assert_false(lexicon_add(other, TEXT("a\t1\nb\n"), &error));
    assert_int_equal(error.line, 2);
    assert_false(lexicon_add(other, TEXT("a\tone\n"), &error));
    assert_false(lexicon_add(other, TEXT("a\t1e300\n"), &error));
    assert_false(lexicon_add(other, TEXT("\n\na\tnan\n"), &error));
    assert_int_equal(error.line, 3);
    lexicon_free(other);
}

static void
any_bytes_harm_nothing(void **state)
{
    static const char *const pieces[] = {"good",
                                         "bad",
                                         "not",
                                         "very",
                                         "but",
                                         "so",
                                         "GOOD",
                                         "no",
                                         "or",
                                         "least",
                                         "kind",
                                         "of",
                                         "never",
                                         "\xf0\x9f\x98\x80",
                                         "\xe2\x80\xa8",
                                         "\xff",
                                         "!?"};
    struct buffer text = {0};
    uint64_t seed = 5;

    (void)state;
    for (int i = 0; i < 5000; i++) {
        struct lexicon_score score;
        struct text alone;

        buffer_clear(&text);
        for (int k = 0; k < i % 23; k++) {
            buffer_add_string(&text,
                              pieces[random_next(&seed) % COUNT(pieces)]);
            if (k % 5 != 4)
                buffer_add_char(&text, ' ');
        }
        alone = text_alone(buffer_text(&text));
        score = lexicon_hear(lexicon, alone);
        assert_true(score.compound >= -1 && score.compound <= 1);
        free((char *)alone.at);
    }
    buffer_free(&text);
}

/* The file's content; its first line is gone where it is a table's head. */
static struct text
content(const char *path)
{
    FILE *file = fopen(path, "r");
    char *at = malloc(1 << 20);

    assert_non_null(file);
    struct text text = {at, fread(at, 1, 1 << 20, file)};
    assert_int_equal(fclose(file), 0);
    return text;
}

/*
 * What tests/classify/lexicon.bats names: $LEXICON, $LEXICON_TEXTS, a text a line, and $LEXICON_ORACLE, below a head the
 * id, a mean, and what VADER's program says, in its own places: negative, neutral, positive, compound.
 */
static void
it_says_what_vader_says(void **state)
{
    struct lexicon *vader = lexicon_new();
    struct text words = content(getenv("LEXICON"));
    struct text texts = content(getenv("LEXICON_TEXTS"));
    struct text oracle = content(getenv("LEXICON_ORACLE"));
    struct lexicon_error error;
    struct text rest = oracle;
    struct text lines = texts;
    struct text text;
    struct text row;
    unsigned count = 0;

    (void)state;
    assert_true(lexicon_add(vader, words, &error));
    assert_true(text_split(&rest, '\n', &row));
    while (text_split(&lines, '\n', &text) && lines.at != NULL) {
        struct lexicon_score score = lexicon_hear(vader, text);
        double neg, neu, pos, compound, mean;
        char ours[80], theirs[80];

        assert_true(text_split(&rest, '\n', &row));
        assert_int_equal(sscanf(row.at, "%*s %lf %lf %lf %lf %lf", &mean, &neg,
                                &neu, &pos, &compound),
                         5);
        snprintf(ours, sizeof(ours), "%.3f %.3f %.3f %.4f", score.negative,
                 score.neutral, score.positive, score.compound + 0.0);
        snprintf(theirs, sizeof(theirs), "%.3f %.3f %.3f %.4f", neg, neu, pos,
                 compound);
        assert_string_equal(ours, theirs);
        count++;
    }
    print_message("lexicon: %u rows equal\n", count);
    assert_true(count > 4000);
    lexicon_free(vader);
    free((char *)words.at);
    free((char *)texts.at);
    free((char *)oracle.at);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_word_has_the_valence_of_the_lexicon),
        cmocka_unit_test(boosters_fade_with_their_distance),
        cmocka_unit_test(capitals_count_where_not_all_are),
        cmocka_unit_test(negation_reaches_three_words),
        cmocka_unit_test(idioms_and_but_turn_the_sum),
        cmocka_unit_test(marks_go_with_the_sum),
        cmocka_unit_test(an_emoji_is_what_it_stands_for),
        cmocka_unit_test(a_line_that_is_no_entry_is_told),
        cmocka_unit_test(any_bytes_harm_nothing),
    };
    const struct CMUnitTest comparison[] = {
        cmocka_unit_test(it_says_what_vader_says),
    };

    return getenv("LEXICON_ORACLE") == NULL
               ? cmocka_run_group_tests(tests, setup, teardown)
               : cmocka_run_group_tests(comparison, setup, teardown);
}

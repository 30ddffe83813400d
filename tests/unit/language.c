#include <stdio.h>

#include "base/buffer.h"
#include "domain/language.h"
#include "domain/prose.h"
#include "ports/cld2.h"
#include "texts.h"

static void
assert_language(const char *text, const char *expected)
{
    struct language *language = language_new();

    assert_string_equal(language_find(language, text_of(text)), expected);
    language_free(language);
}

static void
assert_prose(const char *text, const char *expected)
{
    struct buffer prose = {0};
    struct text alone = text_alone(text_of(text));

    prose_add(&prose, alone);
    assert_string_equal(buffer_string(&prose), expected);
    free((char *)alone.at);
    buffer_free(&prose);
}

static void
links_names_and_rt_are_no_prose(void **state)
{
    (void)state;
    assert_prose("", "");
    assert_prose("h", "h");
    assert_prose("RT @Dell_Cares: so #proud https://t.co/a#b of it",
                 "   : so proud   of it");
    assert_prose("ART RTs R2 RT", "ART RTs R2  ");
    assert_prose("\xe8\xa6\x8bhttp://t.co/x\xe3\x81\x82",
                 "\xe8\xa6\x8b \xe3\x81\x82");
    assert_prose("ends in @", "ends in  ");
}

static void
small_words_settle_a_language(void **state)
{
    (void)state;
    assert_language("the screen of my laptop is broken", "en");
    assert_language("Don\xe2\x80\x99t buy this one", "en");
    assert_language("la pantalla de mi port\xc3\xa1til est\xc3\xa1 rota", "es");
    assert_language("a tela do meu notebook n\xc3\xa3o liga", "pt");
    assert_language("l'\xc3\xa9"
                    "cran de mon ordinateur est cass\xc3\xa9 \xc3\x80 qui la "
                    "faute, c'est pour vous",
                    "fr");
    assert_language("der Bildschirm ist nicht in Ordnung", "de");
}

static void
a_script_settles_a_language(void **state)
{
    (void)state;
    assert_language("\xe3\x83\x91\xe3\x82\xbd\xe3\x82\xb3\xe3\x83\xb3 Dell",
                    "ja");
    assert_language("\xeb\x85\xb8\xed\x8a\xb8\xeb\xb6\x81 Dell", "ko");
    assert_language("\xe0\xb9\x80\xe0\xb8\xab\xe0\xb8\x99 Dell", "th");
}

static void
what_nothing_settles_goes_to_cld2(void **state)
{
    (void)state;
    assert_language(
        "\xce\xba\xce\xb1\xce\xbb\xce\xb7\xce\xbc\xce\xad\xcf\x81\xce\xb1",
        "el");
    assert_language("\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d "
                    "\xd7\x9c\xd7\x9b\xd7\x95\xd7\x9c\xd7\x9d",
                    "he");
    assert_language("L\xc3\xbczumlu g\xc3\xbcncelleme y\xc3\xbcklenemedi",
                    "tr");
}

static void
a_text_without_letters_has_no_language(void **state)
{
    (void)state;
    assert_language("", "");
    assert_language("@dell https://t.co/abc 100 %", "");
    assert_language("\xf0\x9f\x8d\x95\xf0\x9f\x8d\x95 \xe2\x80\xa6", "");
}

static void
ill_formed_bytes_harm_nothing(void **state)
{
    struct language *language = language_new();
    uint64_t seed = 7;

    (void)state;
    for (int i = 0; i < 2000; i++) {
        char bytes[40];
        struct text alone;

        for (size_t k = 0; k < sizeof(bytes); k++)
            bytes[k] = (char)(random_next(&seed) >> 13);
        alone = text_alone((struct text){bytes, (size_t)i % sizeof(bytes)});
        language_find(language, alone);
        free((char *)alone.at);
    }
    language_free(language);
}

/* Twitter's label and the guess: the same but for the script. */
static bool
agrees(const char *guess, struct text label)
{
    return text_starts(text_of(guess), label)
           && (guess[label.len] == '\0' || guess[label.len] == '-');
}

/* Lines of a label, a tab and a text in the file that $LANGUAGE_TEXTS names (tests/classify/tongue.bats makes it). */
static void
it_agrees_with_labels_at_least_as_often_as_cld2_alone(void **state)
{
    const char *path = getenv("LANGUAGE_TEXTS");
    FILE *file = fopen(path, "r");
    struct language *language;
    struct buffer prose = {0};
    char *line = NULL;
    size_t cap = 0;
    unsigned count = 0, ours = 0, best = 0, plain = 0;

    (void)state;
    assert_non_null(file);
    language = language_new();
    for (ssize_t len; (len = getline(&line, &cap, file)) > 0; count++) {
        struct text text = {line, (size_t)len - 1};
        struct text label;

        assert_true(text_split(&text, '\t', &label));
        buffer_clear(&prose);
        prose_add(&prose, text);
        ours += agrees(language_find(language, text), label);
        best += agrees(cld2_detect(buffer_text(&prose), CLD2_BEST), label);
        plain += agrees(cld2_detect(buffer_text(&prose), CLD2_DEFAULT), label);
    }
    print_message("language: %u labelled, agreed with: %u; CLD2 alone: %u with "
                  "its best effort, %u by default\n",
                  count, ours, best, plain);
    assert_true(count > 0 && ours >= best && ours >= plain);
    assert_true(ours * 1000 >= count * 975);
    language_free(language);
    buffer_free(&prose);
    free(line);
    fclose(file);
}

static void
any_code_points_harm_nothing(void **state)
{
    struct language *language = language_new();
    struct buffer text = {0};
    uint64_t seed = 11;

    (void)state;
    for (int i = 0; i < 5000; i++) {
        struct text alone;

        buffer_clear(&text);
        for (int k = 0; k < i % 60; k++)
            buffer_add_code_point(&text,
                                  (uint32_t)(random_next(&seed) >> 20)
                                      % (k % 3 == 0 ? 0x110000 : 0x3000));
        alone = text_alone(buffer_text(&text));
        language_find(language, alone);
        free((char *)alone.at);
    }
    buffer_free(&text);
    language_free(language);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(links_names_and_rt_are_no_prose),
        cmocka_unit_test(small_words_settle_a_language),
        cmocka_unit_test(a_script_settles_a_language),
        cmocka_unit_test(what_nothing_settles_goes_to_cld2),
        cmocka_unit_test(a_text_without_letters_has_no_language),
        cmocka_unit_test(ill_formed_bytes_harm_nothing),
        cmocka_unit_test(any_code_points_harm_nothing),
    };

    const struct CMUnitTest comparison[] = {
        cmocka_unit_test(it_agrees_with_labels_at_least_as_often_as_cld2_alone),
    };

    return getenv("LANGUAGE_TEXTS") == NULL
               ? cmocka_run_group_tests(tests, NULL, NULL)
               : cmocka_run_group_tests(comparison, NULL, NULL);
}

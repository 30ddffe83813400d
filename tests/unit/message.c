#include "scratch.h"
#include "texts.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/file.h"
#include "stream/books.h"
#include "stream/message.h"

static const char path[] = "out";
static int terminal = -1;

static struct messages *
begin(void)
{
    int fd =
        open(path, O_WRONLY | O_TRUNC | O_APPEND | O_CREAT | O_CLOEXEC, 0600);

    terminal = dup(STDERR_FILENO);
    dup2(fd, STDERR_FILENO);
    close(fd);
    return messages_new("test");
}

/* What stood on standard error. */
static struct text
end(struct messages *messages)
{
    static struct buffer said;

    messages_close(messages);
    dup2(terminal, STDERR_FILENO);
    close(terminal);
    buffer_clear(&said);
    assert_true(file_whole(path, 1 << 20, &said));
    return buffer_text(&said);
}

static void
a_message_says_where_and_why_on_one_line(void **state)
{
    const struct place place = {
        .archive = TEXT("a\n"), .member = TEXT("m"), .line = 7};
    const struct place whole = {.archive = TEXT("b")};
    struct messages *messages = begin();

    (void)state;
    messages_say(messages, &place, TEXT("code: \x1b[31m\x7f"));
    messages_say(messages, &whole, TEXT("code: why"));
    messages_say(messages, NULL, TEXT("without a code"));
    assert_text(end(messages),
                "hark-test: a\\x0a!m:7: code: \\x1b[31m\\x7f\n"
                "hark-test: b: code: why\nhark-test: without a code\n");
}

static void
a_hundred_of_a_code_are_said_and_then_counted(void **state)
{
    struct messages *messages = begin();
    struct text said, line;
    size_t lines = 0;
    char text[30];

    (void)state;
    for (int i = 0; i < 150; i++)
        messages_say(messages, NULL, TEXT("often: again"));
    for (int i = 0; i < 40; i++) {
        snprintf(text, sizeof(text), "code_%d: once", i);
        messages_say(messages, NULL, text_of(text));
    }
    said = end(messages);
    assert_true(text_ends(said, TEXT("often: and 50 more of these\n")));
    while (text_split(&said, '\n', &line) && line.len > 0)
        lines++;
    assert_int_equal(lines, 141);
}

static void
who_is_hushed_says_nothing(void **state)
{
    struct messages *messages = begin();

    (void)state;
    messages_hush(messages);
    messages_say(messages, NULL, TEXT("code: why"));
    assert_int_equal(end(messages).len, 0);
}

static int
leave(void **state)
{
    unlink(path);
    return scratch_leave(state);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_message_says_where_and_why_on_one_line),
        cmocka_unit_test(a_hundred_of_a_code_are_said_and_then_counted),
        cmocka_unit_test(who_is_hushed_says_nothing),
    };

    return cmocka_run_group_tests(tests, scratch_enter, leave);
}

/*
 * html - HTML to text, and how words are found in it
 */
#include "common.h"
#include "base/utf8.h"
#include "domain/token.h"
#include "sources/html.h"

int
LLVMFuzzerTestOneInput(const uint8_t *at, size_t len)
{
    static struct token_scanner *scanner;
    static struct sieve sieve;
    static struct arena arena;
    static struct buffer repaired;
    struct html html;

    if (scanner == NULL) {
        scanner = token_scanner_new();
        sieve_add(&sieve, TEXT("battery"));
    }
    buffer_clear(&repaired);
    utf8_repair(&repaired, (struct text){(const char *)at, len});
    assert(utf8_is_valid(buffer_text(&repaired)));
    html = html_read(&arena, buffer_text(&repaired));
    assert(utf8_is_valid(html.text));
    for (size_t i = 0; i < html.count; i++) {
        assert(utf8_is_valid(html.links[i].href));
        html_has_class(&html.links[i], TEXT("mention"));
    }
    if (html.text.len <= TOKEN_TEXT_MOST)
        token_scan(scanner, html.text, &sieve);
    arena_clear(&arena);
    return 0;
}

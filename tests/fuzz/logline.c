/*
 * logline - a log's format in goaccess's or nginx's notation, and a line of the log behind it
 */
#include "common.h"
#include "sources/logformat.h"

int
LLVMFuzzerTestOneInput(const uint8_t *at, size_t len)
{
    static struct log_format format;
    struct text cells[LOG_FIELDS] = {0};
    struct text rest = {(const char *)at, len}, notation = TEXT_NONE;
    char text[4096];

    text_split(&rest, '\n', &notation);
    if (notation.len >= sizeof(text))
        return 0;
    memcpy(text, notation.at, notation.len);
    text[notation.len] = '\0';
    if (logformat_parse(&format, text) != NULL)
        return 0;
    logformat_name_person(&format, TEXT("visitor"), true);
    if (logformat_cut(&format, rest, cells))
        for (size_t i = 0; i < LOG_FIELDS; i++)
            assert(cells[i].at == NULL
                   || cells[i].at + cells[i].len <= rest.at + rest.len);
    return 0;
}

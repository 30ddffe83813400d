/*
 * address - whatever stands where an address was meant
 */
#include "common.h"
#include "base/url.h"
#include "domain/link.h"

static const char *const params[] = {"src", "ref"};

int
LLVMFuzzerTestOneInput(const uint8_t *at, size_t len)
{
    static struct buffer out;
    struct text rest = {(const char *)at, len}, address = TEXT_NONE;
    struct url url;
    struct text name, value, query;

    text_split(&rest, '\n', &address);
    url = url_split(address);
    for (query = url.query; url_next(&query, &name, &value);) {
        buffer_clear(&out);
        url_decode(&out, value);
        assert(url_is_encoded(value) || text_equal(value, buffer_text(&out)));
    }
    url_find(&url, TEXT("q"), &value);
    url_fragment_query(url.fragment);
    url_host_name(url.host);
    buffer_clear(&out);
    url_join(&out, address, rest);
    buffer_clear(&out);
    link_shorten(&out, address);
    link_host(&out, address);
    link_campaign(&out, address);
    link_tag(&out, address, TEXT("source"));
    link_is_tagged(address, params, 2);
    link_is_shortener(address);
    buffer_clear(&out);
    assert(link_normalise(&out, address) <= out.len);
    return 0;
}

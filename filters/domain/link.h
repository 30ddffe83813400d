/*
 * link - one form for every way in which the same page is linked
 *
 * Normalised: host, path and parameters, in these words:
 *   - the scheme, user info, "www.", the case of the host, a default port (80 of http, 443 of
 *     https, either where there is no scheme) and one last slash of the path do not count;
 *   - parameters are sorted by name and value, `a` is `a=`, empty ones are left out, and so are
 *     click ids (link_is_click_id): they are another one each time;
 *   - the fragment does not count, but campaign parameters in it are parameters;
 *   - %XX of an unreserved byte is that byte, other %XX have upper-case digits, bytes that have to
 *     be encoded are; in parameters `+` is %20.
 * The path and the parameters keep their case. An address without a scheme ("bit.ly/x") begins
 * with its host. Of more than LINK_SORTED parameters the further ones stay in their order.
 * A short link is compared by host (as above) and by the exact rest before a fragment.
 * Cost:    about 2 ns a byte.
 * Source:  RFC 3986, section 6.2.2; the vendors' pages on their click ids.
 */
#ifndef HARK_DOMAIN_LINK_H
#define HARK_DOMAIN_LINK_H

#include "base/buffer.h"

enum { LINK_SORTED = 64 };

/* Appends the normalised form; returns how many bytes of it are the host without its port. */
size_t link_normalise(struct buffer *out, struct text address);

/* Appends host and code of a short link; false, and nothing appended, where no code follows the
   host. */
bool link_shorten(struct buffer *out, struct text address);

/* Appends the host in lower case without "www." and port; false where there is none. */
bool link_host(struct buffer *out, struct text address);

/* "t.co" is in "t.co", "pay.example.com" in "example.com"; both lower case. */
bool link_host_in(struct text host, struct text domain);

/* Hosts that do nothing else than shorten, beside those that a click log shows; NULL behind the last. */
extern const char *const link_shorteners[];
bool link_is_shortener(struct text address); /* it is on one of them */
bool link_is_on(struct text address, const char *host);

/* gclid, fbclid, twclid … : names of parameters, ASCII case ignored. */
bool link_is_click_id(struct text name);

/* utm_*, cid, mtm_*, matomo_*, pk_*, piwik_*: a campaign's tag, ASCII case ignored. */
bool link_is_tag(struct text name);

/* Whether a tag stands in the address, or a parameter of one of `names` (ASCII case ignored). */
bool link_is_tagged(struct text address, const char *const *names,
                    size_t count);

/* Appends the campaign that the address names, decoded: utm_campaign, else Matomo's spellings of
   it, else cid; false where it names none. */
bool link_campaign(struct buffer *out, struct text address);

/* Appends what a tag of the address says of its campaign's `part` (source, medium, id), decoded; the
   spellings as of link_campaign(). */
bool link_tag(struct buffer *out, struct text address, struct text part);

#endif

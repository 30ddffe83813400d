/*
 * url - the parts of an address as it was written, and the parameters in it
 *
 * Nothing is normalised and nothing refused: an address from a log is what it is.
 * Shape:   scheme://user@host:port/path?query#fragment; a part that is not there is TEXT_NONE,
 *          an empty one is an empty text. A path alone ("/a?b=c") has neither scheme nor host.
 * Lives:   parts borrow from the address.
 * Source:  RFC 3986, appendix B.
 */
#ifndef HARK_BASE_URL_H
#define HARK_BASE_URL_H

#include "base/buffer.h"

struct url {
    struct text scheme; /* without "://" */
    struct text user;   /* "name:password" */
    struct text host;   /* with its port; brackets kept */
    struct text path;
    struct text query;    /* without `?` */
    struct text fragment; /* without `#` */
};

struct url url_split(struct text address);

/* Whether it begins `scheme://`, as a whole address does. */
bool url_has_scheme(struct text address);

/* host without its port and, if it stands there, "www.". */
struct text url_host_name(struct text host);

/*
 * The parameters of a query or a fragment, `name=value` between `&` (and `;`), one at a time as
 * they are written: for (rest = url.query; url_next(&rest, &name, &value);). A fragment that
 * begins with `!`, `/` or `?` is read from its own `?` on. A name without `=` has the value
 * TEXT_NONE.
 */
bool url_next(struct text *rest, struct text *name, struct text *value);

/* The part of a fragment in which parameters stand: "utm_source=x" of "utm_source=x",
   "/page?utm_source=x". */
struct text url_fragment_query(struct text fragment);

/* Appends where a reference found at `base` leads (RFC 3986, 5.2); the reference itself where the base is none or it needs
   none. */
void url_join(struct buffer *out, struct text base, struct text reference);

/* Appends the value with %XX and + decoded, once; a bad %XX stays. Any bytes may come of it. */
void url_decode(struct buffer *out, struct text value);

/* False: url_decode() would change nothing. */
bool url_is_encoded(struct text value);

/* The first parameter of that name (ASCII case ignored) in the query, else in the fragment, as
   written. */
bool url_find(const struct url *url, struct text name, struct text *value);

#endif

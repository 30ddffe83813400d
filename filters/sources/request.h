/*
 * request - what a client asked a web server for
 *
 * Source:  RFC 9112, section 3: GET /path?query HTTP/1.1, or the address in absolute form.
 */
#ifndef HARK_SOURCES_REQUEST_H
#define HARK_SOURCES_REQUEST_H

#include "base/text.h"

/* Cuts a request line: the protocol may be missing, as old clients leave it out, and the target hold
   spaces. Neither is set where there are not two words. */
void request_cut(struct text line, struct text *method, struct text *target);

/* The target is a whole address. */
bool request_is_absolute(struct text target);

/* It is a path or an address, and not some bytes that came in. */
bool request_is_target(struct text target);

/* By its path: what a page loads (images, styles, scripts, fonts, sounds), and what only machines ask for
   (robots.txt). */
bool request_is_asset(struct text target);

#endif

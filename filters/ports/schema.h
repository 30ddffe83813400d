/*
 * schema - JSON Schema (draft 7), by valijson over RapidJSON
 *
 * Lives:   a schema until schema_free(); `why` until the next schema_check().
 * Fails:   schema_new() gives NULL where the text is no JSON; a schema that is none aborts (it is ours).
 *          schema_check() says why: "bad_record: /likes: …", the deepest place first.
 * Cost:    some 10 µs a record: for checks, not for every day's pipe.
 */
#ifndef HARK_PORTS_SCHEMA_H
#define HARK_PORTS_SCHEMA_H

#include "base/buffer.h"

#ifdef __cplusplus
extern "C" {
#endif

struct schema;

struct schema *schema_new(struct text json);
void schema_free(struct schema *schema);
const char *schema_check(struct schema *schema,
                         struct text json); /* NULL: it fits */

#ifdef __cplusplus
}
#endif

#endif

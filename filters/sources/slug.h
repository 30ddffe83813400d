/*
 * slug - names of platforms: lower-case letters, digits and `_`
 */
#ifndef HARK_SOURCES_SLUG_H
#define HARK_SOURCES_SLUG_H

#include "base/text.h"

bool slug_is(struct text text);

#endif

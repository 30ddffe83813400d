/*
 * listing_error - what is wrong with a list, and where: from whoever reads it to whoever tells
 */
#ifndef HARK_BASE_LISTING_ERROR_H
#define HARK_BASE_LISTING_ERROR_H

#include <stdint.h>

struct listing_error {
    uint64_t line;
    char why[160];
};

#endif

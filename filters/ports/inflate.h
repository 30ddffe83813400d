/*
 * inflate - gzip members (RFC 1952), by ISA-L or, built with ISAL=0, by zlib
 *
 * Also raw and zlib-wrapped deflate, as HTTP's Content-Encoding: deflate comes in both.
 * Checks:  magic, method, reserved flags, header CRC (zlib), CRC32 and length of every member.
 */
#ifndef HARK_PORTS_INFLATE_H
#define HARK_PORTS_INFLATE_H

#include "ports/decoder.h"

struct decoder *inflate_new(void); /* gzip */
struct decoder *inflate_new_deflate(
    void); /* zlib wrapper if its two bytes are there, else raw */

#endif

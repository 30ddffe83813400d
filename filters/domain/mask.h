/*
 * mask - e-mail addresses, phone, card and account numbers and addresses of machines, out of a text
 *
 * Each becomes the name of its kind in brackets: [email], [phone], [card], [iban], [address]. What is found:
 *   email    local@domain with a dot in the domain; @name@server is a handle and stays.
 *   card     13 to 19 digits, alone or in groups by one space or hyphen, from 2 to 6, with Luhn's check digit.
 *   iban     by the length of its country, with its check digits (mod 97), also in groups.
 *   phone    + and 8 to 15 digits; 0 and at least eight more, no date; 3-3-4 digits in groups, with a 1 before or without.
 *   address  IPv4, IPv6, MAC.
 * All end where a letter or digit does not go on.
 * Cost:    linear in the text.
 * Source:  ISO/IEC 7812 (Luhn), ISO 13616 (mod 97-10 of ISO 7064, lengths by country), E.164 (15 digits).
 */
#ifndef HARK_DOMAIN_MASK_H
#define HARK_DOMAIN_MASK_H

#include "base/buffer.h"

enum mask_kind {
    MASK_EMAIL,
    MASK_PHONE,
    MASK_CARD,
    MASK_IBAN,
    MASK_ADDRESS,
    MASK_KINDS
};

/* Appends the text, masked. False where nothing was; counts are added to. */
bool mask_text(struct buffer *out, struct text text,
               uint64_t counts[MASK_KINDS]);

/* "email", … */
const char *mask_name(enum mask_kind kind);

#endif

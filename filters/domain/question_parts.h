/*
 * question_parts - what the files of question share
 */
#ifndef HARK_DOMAIN_QUESTION_PARTS_H
#define HARK_DOMAIN_QUESTION_PARTS_H

#include "domain/question.h"

extern const char *const question_own[QUESTION_OWN]; /* enum question_field */

const char *question_key(struct question *question, struct text text,
                         bool is_forced);

/* Known to be an array without brackets. */
bool question_is_array(struct text name);

#endif

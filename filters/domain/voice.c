#include "domain/voice.h"

#include "domain/verdict.h"

struct voice_said
voice_hear(struct voice *voice, struct text text)
{
    struct voice_said said = {0};

    if (voice->language != NULL)
        said.language = text_of(language_find(voice->language, text));
    return said;
}

void
voice_add(struct buffer *members, const struct voice_said *said)
{
    verdict_add_text(members, "language", said->language);
}

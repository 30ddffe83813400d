#include "sources/slug.h"

bool
slug_is(struct text text)
{
    for (size_t i = 0; i < text.len; i++) {
        char byte = text.at[i];

        if (!((byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9')
              || byte == '_'))
            return false;
    }
    return text.len > 0;
}

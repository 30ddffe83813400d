#include "sources/stripe_exponent.h"

static bool
is_among(struct text code, const char *const *codes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal_nocase(code, text_of(codes[i])))
            return true;
    return false;
}

int
stripe_exponent(struct text currency)
{
    static const char *const none[] = {"BIF", "CLP", "DJF", "GNF", "JPY",
                                       "KMF", "KRW", "MGA", "PYG", "RWF",
                                       "VND", "VUV", "XAF", "XOF", "XPF"};
    static const char *const three[] = {"BHD", "JOD", "KWD", "OMR", "TND"};

    if (is_among(currency, none, sizeof(none) / sizeof(*none)))
        return 0;
    return is_among(currency, three, sizeof(three) / sizeof(*three)) ? 3 : 2;
}

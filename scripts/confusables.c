/*
 * confusables - write the table of characters that look like others, as ICU has it
 *
 *   confusables >TABLE        run by make; ICU is asked here and nowhere else
 *
 * For each code point that is in canonical decomposition and whose skeleton is not itself: 4 bytes
 * the code point, 1 byte how many bytes follow, these bytes: its skeleton as UTF-8; code points
 * ascend, the most significant byte first.
 * Source:  Unicode Technical Standard 39, "Unicode Security Mechanisms", section 4: a text's skeleton is put
 *          together of those of its characters, so that a table of characters says all. ICU's data
 *          are 30 MB, which every start of a program that links it would have to map.
 */
#include <err.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unicode/unorm2.h>
#include <unicode/uspoof.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

enum { CODE_POINTS = 0x110000, ROOM = 256 };

static void
check(UErrorCode status)
{
    if (U_FAILURE(status))
        errx(EX_SOFTWARE, "ICU: %s", u_errorName(status));
}

static void
write_entry(UChar32 point, const char *skeleton, int32_t len)
{
    unsigned char head[] = {0, (unsigned char)(point >> 16),
                            (unsigned char)(point >> 8), (unsigned char)point,
                            (unsigned char)len};

    if (len > 255)
        errx(EX_SOFTWARE, "U+%04X: a skeleton of %d bytes", (unsigned)point,
             len);
    fwrite(head, 1, sizeof(head), stdout);
    fwrite(skeleton, 1, (size_t)len, stdout);
}

static void
take(const USpoofChecker *checker, const UNormalizer2 *decomposed,
     UChar32 point)
{
    UErrorCode status = U_ZERO_ERROR;
    char skeleton[ROOM], own[4];
    UChar units[2];
    int32_t len = 0, own_len = 0;

    U16_APPEND_UNSAFE(units, len, point);
    if (!unorm2_isNormalized(decomposed, units, len, &status))
        return;
    U8_APPEND_UNSAFE(own, own_len, point);
    len = uspoof_getSkeletonUTF8(checker, 0, own, own_len, skeleton, ROOM,
                                 &status);
    check(status);
    if (len != own_len || memcmp(skeleton, own, (size_t)len) != 0)
        write_entry(point, skeleton, len);
}

int
main(void)
{
    UErrorCode status = U_ZERO_ERROR;
    USpoofChecker *checker = uspoof_open(&status);
    const UNormalizer2 *decomposed = unorm2_getNFDInstance(&status);

    check(status);
    for (UChar32 point = 0; point < CODE_POINTS; point++) {
        if (!U_IS_SURROGATE(point))
            take(checker, decomposed, point);
    }
    uspoof_close(checker);
    if (fflush(stdout) != 0 || ferror(stdout))
        err(EX_IOERR, "standard output");
    return 0;
}

#include "ports/cld2.h"

#include <limits.h>
#include <malloc.h>
#include <stdio.h> /* CLD2's header names FILE */

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

/* What CLD2 names otherwise than BCP-47 does today. */
static const struct {
    CLD2::Language language;
    const char *code;
} renamed[] = {
    {CLD2::UNKNOWN_LANGUAGE, ""}, {CLD2::TG_UNKNOWN_LANGUAGE, ""},
    {CLD2::HEBREW, "he"},         {CLD2::JAVANESE, "jv"},
    {CLD2::CHINESE_T, "zh-Hant"},
};

static const char *
code_of(CLD2::Language language)
{
    for (const auto &row : renamed)
        if (row.language == language)
            return row.code;
    return CLD2::LanguageCode(language);
}

void
cld2_prepare(void)
{
    mallopt(M_MMAP_THRESHOLD, 16 << 20);
    mallopt(M_TRIM_THRESHOLD, 16 << 20);
}

const char *
cld2_detect(struct text text, enum cld2_effort effort)
{
    CLD2::CLDHints hints = {nullptr, nullptr, CLD2::UNKNOWN_ENCODING,
                            CLD2::UNKNOWN_LANGUAGE};
    CLD2::Language best[3];
    int percents[3];
    double scores[3];
    int letters;
    bool is_reliable;
    int len = text.len > INT_MAX / 8 ? INT_MAX / 8 : (int)text.len;

    if (len == 0)
        return "";
    return code_of(CLD2::ExtDetectLanguageSummary(
        text.at, len, true, &hints,
        effort == CLD2_BEST ? CLD2::kCLDFlagBestEffort : 0, best, percents,
        scores, nullptr, &letters, &is_reliable));
}

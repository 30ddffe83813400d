#include "domain/evidence.h"

#include <err.h>
#include <stdlib.h>
#include <sysexits.h>

#include "domain/link.h"
#include "domain/link_digest.h"
#include "ports/digest.h"

/* What is remembered of texts seen lately; each takes the place of an earlier one. */
enum { PAGES = 16384, REFERRERS = 8192 };

struct page {
    uint64_t text; /* digest of the address as it is written; 0: none yet */
    uint64_t page;
    uint64_t host;
};

struct referrer {
    uint64_t text;
    uint64_t shortened;
    uint64_t host;
    uint64_t source; /* hosts of one owner are one source */
    uint64_t words;
    bool has_short, is_source, is_ignored;
};

struct evidence_reader {
    const struct channels *channels;
    const char *const *ignored;
    size_t ignored_count;
    struct evidence_words_store *words;
    struct buffer scratch, derived;
    struct page pages[PAGES];
    struct referrer referrers[REFERRERS];
};

/* Payment pages lie between a visit and its order, and send nobody. */
static const char *const payments[] = {"paypal.com",
                                       "paypal.me",
                                       "stripe.com",
                                       "stripe.network",
                                       "klarna.com",
                                       "klarna.net",
                                       "adyen.com",
                                       "adyenpayments.com",
                                       "worldpay.com",
                                       "braintreegateway.com",
                                       "braintreepayments.com",
                                       "authorize.net",
                                       "2checkout.com",
                                       "mollie.com",
                                       "sofort.com",
                                       "giropay.de",
                                       "sagepay.com",
                                       "opayo.co.uk",
                                       "cybersource.com",
                                       "pay.google.com",
                                       "payments.amazon.com",
                                       "pay.amazon.com",
                                       "checkout.com",
                                       "afterpay.com",
                                       "clearpay.co.uk",
                                       "affirm.com",
                                       "alipay.com",
                                       "payu.com",
                                       "squareup.com",
                                       "cardinalcommerce.com",
                                       "arcot.com",
                                       "3dsecure.io"};

struct evidence_reader *
evidence_new(const struct channels *channels, const char *const *ignored,
             size_t count, size_t budget_bytes, struct spill *spill)
{
    struct evidence_reader *reader = calloc(1, sizeof(*reader));

    if (reader == NULL)
        err(EX_OSERR, "evidence");
    reader->channels = channels;
    reader->ignored = ignored;
    reader->ignored_count = count;
    reader->words = evidence_words_new(budget_bytes, spill);
    return reader;
}

void
evidence_free(struct evidence_reader *reader)
{
    if (reader == NULL)
        return;
    evidence_words_free(reader->words);
    buffer_free(&reader->scratch);
    buffer_free(&reader->derived);
    free(reader);
}

static const struct page *
page_of(struct evidence_reader *reader, struct text address)
{
    uint64_t text = digest64(address) | 1;
    struct page *page = &reader->pages[text >> 32 & (PAGES - 1)];
    size_t host_len;

    if (page->text == text)
        return page;
    page->text = text;
    buffer_clear(&reader->scratch);
    host_len = link_normalise(&reader->scratch, address);
    page->page = digest64(buffer_text(&reader->scratch));
    page->host = digest64((struct text){reader->scratch.at, host_len});
    return page;
}

static bool
is_ignored(const struct evidence_reader *reader, struct text host)
{
    for (size_t i = 0; i < sizeof(payments) / sizeof(*payments); i++)
        if (link_host_in(host, text_of(payments[i])))
            return true;
    for (size_t i = 0; i < reader->ignored_count; i++)
        if (link_host_in(host, text_of(reader->ignored[i])))
            return true;
    return false;
}

static struct evidence_words
derived(const struct channel_facts *facts)
{
    return (struct evidence_words){.source = facts->at[CHANNEL_SOURCE],
                                   .medium = facts->at[CHANNEL_MEDIUM],
                                   .by = EVIDENCE_DERIVED};
}

static void
keep_referrer(struct evidence_reader *reader, struct referrer *referrer,
              struct text host)
{
    struct channel_facts facts;
    struct evidence_words words;

    channel_of_referrer(reader->channels, host, &facts);
    words = derived(&facts);
    referrer->source = digest64(words.source);
    referrer->words = evidence_words_keep(reader->words, referrer->host | 1,
                                          referrer->source, &words)
                          ->place;
}

static const struct referrer *
referrer_of(struct evidence_reader *reader, struct text address)
{
    uint64_t text = digest64(address) | 1;
    struct referrer *referrer =
        &reader->referrers[text >> 32 & (REFERRERS - 1)];
    struct text host;

    if (referrer->text == text)
        return referrer;
    referrer->text = text;
    referrer->has_short =
        link_short_digest(&reader->scratch, address, &referrer->shortened);
    buffer_clear(&reader->scratch);
    referrer->is_source = link_host(&reader->scratch, address);
    host = buffer_text(&reader->scratch);
    referrer->host = digest64(host);
    referrer->is_ignored = referrer->is_source && is_ignored(reader, host);
    referrer->is_source &= !referrer->is_ignored;
    if (!referrer->is_source)
        return referrer;
    keep_referrer(reader, referrer, host);
    return referrer;
}

/* Names of sources are compared without regard to ASCII case. */
static uint64_t
folded_digest(struct buffer *scratch, const struct text *texts, size_t count)
{
    buffer_clear(scratch);
    for (size_t i = 0; i < count; i++) {
        buffer_add(scratch, texts[i]);
        buffer_add_char(scratch, '\0');
    }
    for (size_t i = 0; i < scratch->len; i++)
        if (scratch->at[i] >= 'A' && scratch->at[i] <= 'Z')
            scratch->at[i] |= 0x20;
    return digest64(buffer_text(scratch));
}

/* By what a source is told from others, and what else its words hang on. */
static uint64_t
words_key(const struct text *texts, size_t count, uint64_t rest)
{
    for (size_t i = 0; i < count; i++)
        rest = digest64_seeded(texts[i], rest);
    return rest | 1;
}

static void
set_words(struct evidence *evidence, enum touch_kind kind,
          const struct evidence_words_kept *words)
{
    evidence->kind = kind;
    evidence->source = words->source;
    evidence->words = words->place;
}

static struct text
text_or_unset(struct text text)
{
    return text.len > 0 ? text : TEXT("(not set)");
}

/* Those of a referrer, copied: keeping others may move them. */
static struct evidence_words
copy_words(struct evidence_reader *reader, uint64_t place)
{
    struct evidence_words words = evidence_words_get(reader->words, place);
    size_t len = words.source.len;

    buffer_clear(&reader->derived);
    buffer_add(&reader->derived, words.source);
    buffer_add(&reader->derived, words.medium);
    words.source.at = reader->derived.at;
    words.medium.at = reader->derived.at + len;
    return words;
}

/* `referrer`: NULL where it is no source. */
static struct evidence_words
campaign_words(struct evidence_reader *reader, const struct visit *visit,
               const struct referrer *referrer)
{
    struct channel_facts facts;

    if ((visit->utm_source.len | visit->utm_medium.len) != 0)
        return (struct evidence_words){
            .source = text_or_unset(visit->utm_source),
            .medium = text_or_unset(visit->utm_medium),
            .by = EVIDENCE_TAGGED};
    if (visit->click_param.len > 0) {
        channel_of_click(visit->click_param, &facts);
        return derived(&facts);
    }
    if (referrer != NULL)
        return copy_words(reader, referrer->words);
    return (struct evidence_words){.source = text_or_unset(TEXT_NONE),
                                   .medium = text_or_unset(TEXT_NONE),
                                   .by = EVIDENCE_UNSAID};
}

/* The last text is no part of the source. */
static void
read_campaign(struct evidence_reader *reader, const struct visit *visit,
              const struct referrer *referrer, struct evidence *evidence)
{
    struct text texts[] = {visit->utm_source, visit->utm_medium,
                           visit->utm_campaign, visit->utm_id,
                           visit->click_param};
    bool is_tagged = (visit->utm_source.len | visit->utm_medium.len) != 0;
    uint64_t key =
        words_key(texts, is_tagged ? 4 : 5,
                  is_tagged || referrer == NULL ? 0 : referrer->host);
    const struct evidence_words_kept *words =
        evidence_words_find(reader->words, key);

    if (words == NULL) {
        struct evidence_words kept = campaign_words(reader, visit, referrer);

        kept.campaign =
            visit->utm_campaign.len > 0 ? visit->utm_campaign : visit->utm_id;
        words = evidence_words_keep(reader->words, key,
                                    folded_digest(&reader->scratch, texts, 4),
                                    &kept);
    }
    set_words(evidence, TOUCH_CAMPAIGN, words);
}

static void
read_click_id(struct evidence_reader *reader, const struct visit *visit,
              struct evidence *evidence)
{
    uint64_t key = words_key(&visit->click_param, 1, TOUCH_CLICK_ID);
    const struct evidence_words_kept *words =
        evidence_words_find(reader->words, key);

    if (words == NULL) {
        struct channel_facts facts;
        struct evidence_words kept;

        channel_of_click(visit->click_param, &facts);
        kept = derived(&facts);
        words = evidence_words_keep(
            reader->words, key,
            folded_digest(&reader->scratch, &visit->click_param, 1), &kept);
    }
    set_words(evidence, TOUCH_CLICK_ID, words);
}

void
evidence_conversation(struct evidence_reader *reader,
                      const struct conversation *talk,
                      struct evidence *evidence)
{
    size_t colon = text_find_char(talk->author, ':');
    struct text platform = {talk->author.at,
                            colon == SIZE_MAX ? talk->author.len : colon};
    struct text texts[] = {platform, talk->account};
    const struct evidence_words kept = {.source = platform,
                                        .medium = TEXT("conversation"),
                                        .account = talk->account,
                                        .by = EVIDENCE_DERIVED};

    *evidence = (struct evidence){0};
    set_words(evidence, TOUCH_CONVERSATION,
              evidence_words_keep(reader->words,
                                  words_key(texts, 2, TOUCH_CONVERSATION), 0,
                                  &kept));
    evidence->source = digest64(talk->id);
}

static bool
has_campaign(const struct visit *visit)
{
    return (visit->utm_source.len | visit->utm_medium.len
            | visit->utm_campaign.len | visit->utm_id.len)
           != 0;
}

void
evidence_read(struct evidence_reader *reader, const struct visit *visit,
              struct evidence *evidence)
{
    const struct page *page = NULL;
    const struct referrer *referrer = NULL;

    if (visit->url.len > 0)
        page = page_of(reader, visit->url);
    if (visit->referrer.len > 0)
        referrer = referrer_of(reader, visit->referrer);
    evidence->has_page = page != NULL;
    evidence->page = page != NULL ? page->page : 0;
    evidence->has_short = referrer != NULL && referrer->has_short;
    evidence->shortened = referrer != NULL ? referrer->shortened : 0;
    evidence->ignores_referrer = referrer != NULL && referrer->is_ignored;
    evidence->kind = TOUCH_DIRECT;
    if (referrer != NULL
        && (!referrer->is_source
            || (page != NULL && page->host == referrer->host)))
        referrer = NULL;
    if (has_campaign(visit)) {
        read_campaign(reader, visit, referrer, evidence);
    } else if (visit->click_param.len > 0) {
        read_click_id(reader, visit, evidence);
    } else if (referrer != NULL) {
        evidence->kind = TOUCH_REFERRAL;
        evidence->source = referrer->source;
        evidence->words = referrer->words;
    }
}

struct evidence_words
evidence_words(struct evidence_reader *reader, uint64_t place)
{
    return evidence_words_get(reader->words, place);
}

#include "domain/language_words.h"

#include <assert.h>

static const struct {
    const char *code;
    const char *words;
} languages[LANGUAGE_WORDS_LANGUAGES] = {
    {"en",
     "the and you with that this have are was they your what when just from "
     "will about would could should been there which their because don't "
     "it's i'm can't didn't isn't doesn't you're that's know for of is it my "
     "get out not like how who we were has had than then her his him our new "
     "one good to in on at be do if as by an or so all more some any its it "
     "now want need really going love think today people time these those "
     "why where can't won't wasn't i've i'll he's she's let's still never "
     "always every being after before over into them she he us"},
    {"es",
     "el los las una que en es por con para como pero más mi del se al lo su "
     "yo tu muy cuando hay esta este eso todo todos ya porque qué está estoy "
     "tengo hoy nos son fue ser sin también gracias hasta desde donde quiero "
     "la de un no me te si le ni les y o así sobre entre"},
    {"pt",
     "o os as um uma que em é não para com mais mas meu minha do da dos das "
     "no na eu você ele ela isso esse essa muito quando tem vai foi ser são "
     "já também porque tá só pra pro por de se me te ao até hoje está"},
    {"fr",
     "le les des une que est pas pour dans sur avec mais qui ce cette je tu "
     "il elle nous vous ils au aux du et ou où mon ma mes son sa ses très "
     "tout plus moi toi être fait c'est j'ai n'est qu'il ça suis la de un "
     "en à y se ne même comme ont sont par bien"},
    {"de",
     "der die das und ist nicht ein eine einen ich du er sie es wir ihr mit "
     "auf für von zu den dem des im auch aber wie was wenn noch nur so mir "
     "mich dich sich hat habe haben sind war bei nach aus als zum zur oder "
     "mal schon jetzt heute kann immer mehr über in an man"},
    {"it",
     "il lo gli le la i una che di non è per con sono come ma più mi ti si ci "
     "del della dei delle nel nella al alla ho hai ha anche questo questa "
     "quando perché tutto tutti molto io tu lui lei noi e o un da se su dal "
     "fatto essere oggi cosa ancora"},
    {"nl",
     "de het een en van is dat niet ik je op te zijn met voor maar die er aan "
     "om ook wel nog wat zo bij naar heb heeft mijn jij hij zij we wij ze als "
     "dan nu geen dit deze worden wordt kan moet echt hoe weer in of uit"},
    {"tr",
     "bir ve bu da de ben sen için çok ne mi ama gibi daha var yok değil ki "
     "her şey ya o kadar olan olarak benim sana bana beni seni bunu nasıl "
     "zaman sonra artık mı mu ile en iyi diye hiç"},
    {"id",
     "yang dan di itu ini aku kamu tidak nggak gak ga yg ada untuk dengan "
     "dari ke juga saya bisa akan udah sudah lagi kalo kalau banget aja sama "
     "apa siapa semua jadi karena mau tapi belum kita dia mereka buat nya"},
};

static void
add(struct language_words *words, struct text word, uint32_t language)
{
    uint64_t bytes = 0;
    size_t slot;

    assert(word.len > 0 && word.len <= sizeof(bytes));
    memcpy(&bytes, word.at, word.len);
    slot = language_words_slot(bytes);
    while (words->slots[slot].bytes != bytes && words->slots[slot].bytes != 0)
        slot = (slot + 1) % LANGUAGE_WORDS_SLOTS;
    words->slots[slot].bytes = bytes;
    words->slots[slot].of |= UINT32_C(1) << language;
}

void
language_words_fill(struct language_words *words)
{
    *words = (struct language_words){0};
    for (uint32_t i = 0; i < LANGUAGE_WORDS_LANGUAGES; i++) {
        struct text rest = text_of(languages[i].words);
        struct text word;

        while (text_split(&rest, ' ', &word))
            add(words, word, i);
    }
}

const char *
language_words_code(size_t language)
{
    return languages[language].code;
}

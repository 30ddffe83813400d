"""What people write: topics with their phrases, and words to fill with.

A topic is named after the rule in samples/rules that should find it. A phrase
may hold {p}, a product. Nothing here is quoted from anybody.
"""

PRODUCTS = (
    "Mini 9",
    "Mini 10",
    "Studio 15",
    "Studio 17",
    "Tower X",
    "Slate 7",
    "Acme laptop",
    "Acme notebook",
)

# topic: phrases by language
TOPICS = {
    "battery": {
        "en": (
            "my {p} battery lasts 40 minutes, normal?",
            "battery of the {p} dead after six months",
            "the charger of my {p} gets so hot I can't touch it",
            "two batteries later and the {p} still won't charge",
        ),
        "pt": (
            "a bateria do meu {p} não dura uma hora",
            "bateria do {p} viciada de novo",
        ),
        "es": ("la bateria del {p} dura muy poco",),
        "ja": ("{p}のバッテリーがすぐ切れる",),
    },
    "screen": {
        "en": (
            "dead pixels on a brand new {p} screen, great",
            "screen of my {p} flickers when I unplug it",
            "the {p} display went black during a call",
            "lines all over the {p} screen this morning",
        ),
        "pt": ("tela do {p} quebrada na entrega",),
        "es": ("llegó con la pantalla rota mi {p}",),
        "ja": ("{p}の画面が真っ暗です",),
    },
    "keyboard": {
        "en": (
            "who put the apostrophe key down there on the {p}?",
            "enter key on the {p} keyboard is tiny",
            "spacebar of the {p} sticks, week two",
            "half the keyboard of my {p} stopped working",
        ),
        "pt": ("teclado do {p} sem acento, como faz?",),
        "es": ("el teclado del {p} se traba",),
        "ja": ("{p}のキーボードが打ちにくい",),
    },
    "heat-noise": {
        "en": (
            "the {p} fan is so loud my cat left the room",
            "my {p} overheats when I watch videos",
            "{p} too hot for a lap, funny for a laptop",
        ),
        "pt": ("meu {p} esquenta demais",),
    },
    "wireless": {
        "en": (
            "wifi drops every ten minutes on the {p}",
            "wireless card of the {p} fails after sleep",
            "{p} wifi so slow since the update",
        ),
    },
    "safety": {
        "en": (
            "sparks from my {p} charger, what do I do?",
            "smoke came out of the {p} battery, scary",
            "burning smell from the {p} adapter",
        ),
    },
    "praise": {
        "en": (
            "I love my new {p}!",
            "the {p} is awesome, best laptop so far",
            "fantastic little thing, this {p} by acme",
            "loving the {p} after a week",
            "well done acme, the {p} just works",
        ),
        "pt": ("adoro meu {p} da acme",),
        "es": ("genial mi {p} de acme",),
        "ja": ("acmeの{p} 最高",),
    },
    "thanks": {
        "en": (
            "thanks @AcmeCares, that fixed it",
            "thank you @AcmeCares for the quick answer",
            "thx acme for the new {p} part",
        ),
        "pt": ("muito obrigado @AcmeAjuda",),
        "es": ("gracias @AcmeCares",),
        "ja": ("@AcmeCares ありがとう",),
    },
    "complaint": {
        "en": (
            "worst support ever, three weeks and no answer @AcmeCares",
            "acme #fail again, {p} back in the box",
            "terrible service from acme today",
            "so disappointed with my {p}, acme",
            "useless help line @AcmeCares",
        ),
        "pt": ("pior atendimento @AcmeAjuda",),
        "es": ("horrible el soporte de acme",),
    },
    "question": {
        "en": (
            "@AcmeCares how do I reset the bios of a {p}?",
            "@AcmeCares why is there no driver for the {p}?",
            "can I return an acme {p} without the box?",
            "does anyone know where acme sells parts for the {p}?",
        ),
        "pt": ("@AcmeAjuda como troco a memória do {p}?",),
        "es": ("@AcmeCares cuándo llega el {p}?",),
    },
    "delivery": {
        "en": (
            "my {p} order is two weeks late",
            "where is my parcel? still waiting for the {p}",
            "order lost again, no {p} for me",
        ),
        "pt": (
            "entrega do {p} atrasada, cadê?",
            "pedido atrasado há dez dias @AcmeAjuda",
        ),
    },
    "switching": {
        "en": (
            "that was my last acme, I'm done",
            "switching to another brand after this {p}",
            "never buying a {p} again",
        ),
    },
    "purchase-intent": {
        "en": (
            "thinking of buying a {p}, any advice?",
            "should I buy the {p} laptop or wait?",
            "can you recommend a laptop for school",
            "looking for a new notebook, maybe a {p}",
        ),
        "pt": ("quero comprar um {p} laptop, vale a pena?",),
    },
    "deal-seeking": {
        "en": (
            "any coupon for the {p} this week?",
            "is there a student discount on the {p}?",
            "waiting for a good deal on a {p}",
            "promo code for the {p}, anyone?",
        ),
        "pt": ("alguém tem cupom para o {p}?",),
        "ja": ("{p}のクーポンありませんか",),
    },
    "market-request": {
        "en": (
            "please come to Canada with the {p}!",
            "do you ship to Kuwait?",
            "when will the {p} be available in Australia",
            "would you sell in Mexico please",
        ),
    },
    "stock": {
        "en": (
            "{p} sold out in five minutes, really?",
            "when is the red {p} back in stock",
            "out of stock everywhere, the {p}",
        ),
        "pt": ("{p} esgotado de novo",),
        "ja": ("{p}の在庫はありますか",),
    },
    "price": {
        "en": (
            "the {p} is overpriced if you ask me",
            "would you price match the {p}?",
            "nice {p} but too expensive",
        ),
        "pt": ("muito caro esse {p}",),
    },
    "product-idea": {
        "en": (
            "you should make a {p} with a matte screen",
            "wish it had a backlit keyboard, the {p} #idea",
            "would be great if the {p} took it all in one bag",
        ),
    },
    "press": {
        "en": (
            "reporter here, who can I interview at acme?",
            "acme quarterly results beat estimates",
            "press release: acme opens a plant",
        ),
    },
    "spam": {
        "en": (
            "get 1000 followers fast, click here",
            "make money while you sleep",
            "free ipad for the first ten, click here",
        ),
    },
}

SMALL_TALK = {
    "en": (
        "good morning everyone",
        "so tired today",
        "what a game last night",
        "coffee first, then the world",
        "reading a book about birds",
        "my desk looks like a museum now",
        "rain again in the afternoon",
        "anybody up for lunch?",
        "the train stands still &amp; so do I",
        "that film was &lt;3",
        "packing for the weekend",
    ),
    "pt": ("bom dia pessoal", "que jogo ontem", "café e trabalho"),
    "es": ("buenos días a todos", "qué partido anoche"),
    "ja": ("おはようございます", "今日は雨ですね"),
    "fr": ("bonjour tout le monde", "quel match hier soir, vraiment"),
}

OFFERS = {
    "en": (
        "{n}% off {p}, today only",
        "Outlet: {p} from ${m}, few left",
        "Back in the Outlet: {p}, {n}% off",
        "Weekend code {c}: {n}% off {p}",
        "Refurbished {p} with {n}% off &amp; free shipping",
    ),
    "pt": (
        "{p} com {n}% de desconto, só hoje",
        "Oferta: {p} por R$ {m}",
        "Frete grátis no {p} com o código {c}",
    ),
    "ja": ("{p}が{n}%オフ、本日限り", "アウトレット: {p} {m}円から"),
}

NEWS = {
    "en": (
        "How we test the {p} for ten years of use",
        "New on our blog: the story of the {p}",
        "Our results for the quarter, and what comes next",
        "We asked 1,000 owners of the {p} what they carry it in",
    ),
}

ANSWERS = {
    "en": (
        "@{h} sorry to hear that, please send us your order number",
        "@{h} hold the power key for 20 seconds, then try again",
        "@{h} that is covered, we will send you a new one",
        "@{h} thanks for telling us!",
    ),
    "pt": (
        "@{h} sinto muito, mande o número do pedido",
        "@{h} segure o botão por 20 segundos e tente de novo",
    ),
}

COMMON = (
    "the to a and of in is it you that for on my with at this be have are not "
    "but so all just we me like your was from as out up new now get what one "
    "about time good do day can they know see today if will when how think "
    "there more would no here go going back who some then had been really "
    "people work home night first last year never over still after again "
    "little right way even love great got make need want watch down off come "
    "life best man world big thing him her his our their always better every "
    "next week morning tomorrow tonight show music game play read book talk "
    "house school city street car food water door window light hand head eye "
    "word story song film team friend family mother father brother sister "
    "happy tired late early long short open close start stop run walk drive "
    "eat sleep dream speak listen hear feel look find keep give take put call "
    "ask tell write learn teach help move live stay leave meet wait follow "
    "north south east west summer winter spring rain snow sun wind sea river "
    "mountain forest field road train plane boat bridge market shop price "
    "money bank job boss office meeting phone computer screenless paper pen "
    "table chair bed kitchen garden dog cat bird fish horse tree flower apple "
    "bread cheese coffee tea milk sugar salt red blue green white dark warm "
    "cold hard soft easy simple strange clear quiet fast strong young old free "
    "true whole half second minute hour month century moment reason question "
    "idea plan part side end point line number name place case fact group "
    "problem change power law party country state town member voice news "
    "report result effect study course report card level order model form"
).split()

SYLLABLES = (
    "ba be bi bo bu da de di do du fa fe fi fo ga ge gi go ha he ka "
    "ke ki ko la le li lo lu ma me mi mo mu na ne ni no pa pe pi po "
    "ra re ri ro ru sa se si so ta te ti to va ve vi vo za zo"
).split()

CITIES = (
    "Austin, TX",
    "Toronto",
    "São Paulo",
    "Kuwait City",
    "Tokyo",
    "London",
    "Recife",
    "Nashville",
    "Vancouver",
    "Osaka",
    "Chicago",
    "Rio de Janeiro",
    "the internet",
    "somewhere",
    "Paris",
    "Lisboa",
)


def invented(rng, syllables):
    """A word nobody uses, made of so many syllables."""
    return "".join(rng.choice(SYLLABLES) for _ in range(syllables))


def phrase(rng, topic, lang="en"):
    """A phrase on the topic, in the language or else in English."""
    texts = TOPICS[topic]
    return rng.choice(texts.get(lang) or texts["en"]).replace(
        "{p}", rng.choice(PRODUCTS)
    )

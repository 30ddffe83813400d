"""The planted issue: a wave of posts about one key of one keyboard.

Its truth is known: in which days, of what height. Each says it in words of its
own, and no day has two of one author, so that it is a wave and no chain letter.
"""

import brand

SERIES = "labels=keyboard"
FIRST_DAY = 88
HEIGHTS = (1, 2, 4, 6, 9, 12, 14, 10, 7, 4, 2, 1)  # posts a day

OPENINGS = (
    "unpacked the Slate 7 today",
    "third evening with the Slate 7",
    "gave my mother a Slate 7",
    "the Slate 7 is light, granted",
    "typing an essay on the Slate 7",
    "so I bought the Slate 7 after all",
    "two of us here have the Slate 7 now",
    "the shop let me try a Slate 7",
    "wrote code on the Slate 7 all night",
    "everybody at work envies my Slate 7",
)
TROUBLES = (
    "the apostrophe sits beside the space bar and I keep hitting it",
    "you need two hands for one apostrophe",
    "its keyboard hides the apostrophe behind a function key",
    "nobody finds the apostrophe without looking down",
    "the apostrophe is under the arrow keys of all places",
    "my fingers land on enter instead of the apostrophe",
    "the apostrophe took the place of the shift key",
    "half of my words go without an apostrophe now",
    "the keyboard is fine until you write can't and don't",
    "apostrophe? only with a magnifier",
)
ENDINGS = (
    "ordinary people write letters, you know",
    "sending it back tomorrow",
    "is there an update for that",
    "my editor thinks I forgot school",
    "a sticker over it helps a bit",
    "please move it in the next one",
    "otherwise a lovely thing",
    "did anybody test this",
    "I want the old layout",
    "cost me an hour today",
)


def plant(rng, crowd):
    """The posts; says what there was."""
    writers = [one for one in crowd.people if one.lang == "en"]
    first = brand.START + FIRST_DAY * brand.DAY
    said = set()
    for day, height in enumerate(HEIGHTS):
        for author in rng.sample(writers, min(height, len(writers))):
            text = None
            while text is None or text in said:
                text = ", ".join(
                    rng.choice(some) for some in (OPENINGS, TROUBLES, ENDINGS)
                )
            said.add(text)
            second = first + day * brand.DAY + rng.randrange(7 * 3600, 23 * 3600)
            crowd.say(author, second, [text])
    return {
        "series": SERIES,
        "start": first,
        "peak": first + HEIGHTS.index(max(HEIGHTS)) * brand.DAY,
        "end": first + len(HEIGHTS) * brand.DAY - 1,
        "posts": len(said),
    }

"""VADER or fastText on texts, a line each: prints the seconds of CPU that a call takes.

foreign.py vader|fasttext TEXTS LABELLED; run by a Python that has them.
"""

import sys
import time


def vader(_):
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    return SentimentIntensityAnalyzer().polarity_scores


def fasttext(labelled):
    import fasttext as library

    return library.train_supervised(input=labelled, wordNgrams=2, verbose=0).predict


def main():
    engine, path, labelled = sys.argv[1:]
    with open(path, encoding="utf-8") as file:
        texts = file.read().split("\n")[:-1]
    call = {"vader": vader, "fasttext": fasttext}[engine](labelled)
    started = time.process_time()
    for text in texts:
        call(text)
    print((time.process_time() - started) / len(texts))


if __name__ == "__main__":
    main()

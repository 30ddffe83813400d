"""Markov by ChannelAttribution: foreign_paths.py PATHS ORDER prints what it found, and how long the call took."""

import importlib.metadata
import json
import sys
import time

import ChannelAttribution
import pandas

paths = pandas.read_csv(sys.argv[1])
begun = time.perf_counter()
found = ChannelAttribution.markov_model(
    paths,
    "path",
    "total_conversions",
    var_value="total_conversion_value",
    var_null="total_null",
    order=int(sys.argv[2]),
    verbose=False,
    flg_pro=False,
)
seconds = time.perf_counter() - begun
print(
    json.dumps(
        {
            "seconds": seconds,
            "version": importlib.metadata.version("ChannelAttribution"),
            "conversions": dict(zip(found["channel_name"], map(float, found["total_conversions"]))),
        }
    )
)

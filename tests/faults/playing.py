"""playing - how each program here begins: what it is asked, the filters of the build first on the PATH, and the inputs on their stage"""
import argparse
import os
import sys

import inputs
import loop


def play(perform, **more):
    """What perform(options, stage) returns, or NO_DISPATCH; `more` are options beside BUILD and --only, as argparse has them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("--only", default="")
    for name, how in more.items():
        parser.add_argument("--" + name, **how)
    options = parser.parse_args()
    options.build = os.path.abspath(options.build)
    os.environ["PATH"] = f"{options.build}/bin:{os.environ['PATH']}"
    try:
        with inputs.Stage(loop.ROOT) as stage:
            options.web = stage.web.address
            return perform(options, stage)
    except loop.NoDispatch as why:
        print(why, file=sys.stderr)
        return loop.NO_DISPATCH

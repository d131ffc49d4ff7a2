# === plain | import
import os
# === dotted with another name | import
import os.path as path
# === second in a list | import
import math, sys
# === after a semicolon | import
x = 1; import shutil; y = 2
# === from | import
from subprocess import run
# === star | import
from os import *
# === relative | import
from . import helper
# === relative with a module | import
from ..json import loads
# === in a function | import
def f():
    import socket
    return socket
# === in a coroutine | import
async def f():
    import ctypes
# === in a lambda's neighbour class | import
class A:
    import gc
# === in every branch of a try | import
try:
    import json
except ImportError:
    import pickle
else:
    import threading
finally:
    import signal
# === below a match | import
match 1:
    case 1:
        import mmap
# === in a with | import
with open_it() as f:
    import fcntl
# === split over lines | import
from \
    os \
    import system
# === in brackets | import
from os import (
    system as s,
)
# === fullwidth letters | import
import ｏｓ
# === mathematical letters | import
import 𝐨𝐬
# === submodule that is not public | import
import json.tool
# === submodule that is not public, from | import
from json.scanner import re
# === a package next to an allowed one | import
import collections.abcd
# === prefix of an allowed name | import
import mathematics
# === re-exported module | import
from typing import sys
# === re-exported module with another name | import
from dataclasses import inspect as i
# === re-exported module among public names | import
from typing import List, re, Dict
# === private name | import
from collections import _sys
# === private function | import
from typing import _eval_type
# === dunder | import
from itertools import __loader__
# === dunder with a harmless name | import
from functools import __builtins__ as b
# === evaluates strings | import
from typing import get_type_hints
# === evaluates strings, class | import
from typing import ForwardRef as F
# === evaluates strings, through star | import
from typing import *
get_type_hints(int)
# === not of this module | import
from math import dumps
# === at run time only for checkers | import
TYPE_CHECKING = False
if TYPE_CHECKING:
    import numpy

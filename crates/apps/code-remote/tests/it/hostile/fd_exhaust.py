import os
held = []
try:
    while len(held) < 1_000_000:
        held.append(os.open("/dev/null", os.O_RDONLY))
    print("ESCAPED: a million descriptors")
except OSError:
    print("bounded")

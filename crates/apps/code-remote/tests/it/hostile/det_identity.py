import os, sys
seen = [*os.uname()]
for path in ("/proc/version", "/etc/hostname", "/etc/machine-id", "/proc/cmdline", "/proc/self/cgroup", "/proc/self/mountinfo"):
    try:
        seen.append(open(path).read())
    except OSError:
        pass
for word in sys.argv[3:]:
    if word and any(word in text for text in seen):
        print("ESCAPED: the host shows")
print("tried")

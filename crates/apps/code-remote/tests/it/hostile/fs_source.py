import os
folder = os.getcwd()
for name in ("main.py", "stdin", "out"):
    path = os.path.join(folder, name)
    try:
        if os.path.lexists(path):
            os.unlink(path)
        os.symlink("/etc/passwd", path)
    except OSError:
        pass
try:
    os.mkfifo(os.path.join(folder, "pipe"))
    os.rename(folder, folder + ".old")
    os.symlink("/etc", folder)
except OSError:
    pass
for path in ("/usr/bin/x", "/etc/x", "/x", "/proc/sys/kernel/hostname", "/sys/x", "/dev/x"):
    try:
        with open(path, "w") as file:
            file.write("x")
        print("ESCAPED: wrote", path)
    except OSError:
        pass
print("tried")

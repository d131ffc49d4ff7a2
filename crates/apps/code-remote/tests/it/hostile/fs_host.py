import os, sys
for path in (sys.argv[2], "/proc/1/root" + sys.argv[2], "/etc/shadow", "/root/.ssh/id_rsa", "/root/.bash_history"):
    try:
        with open(path) as file:
            print("ESCAPED: read", path, file.read())
    except OSError:
        pass
for folder in (os.path.dirname(sys.argv[2]), "/home", "/root", "/boot", "/run/code-remote", "/var/lib/docker"):
    try:
        if os.listdir(folder):
            print("ESCAPED: listed", folder)
    except OSError:
        pass
for process in ("self", "1", str(os.getppid())):
    try:
        with open(f"/proc/{process}/environ", "rb") as file:
            print("environment", len(file.read().split(b"\0")))
    except OSError:
        pass
print("tried", sorted(os.environ))

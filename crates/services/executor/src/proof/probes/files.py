import os, sys
reached = []
for path in [sys.argv[2], "/etc/shadow", "/root", "/home", "/var/run/docker.sock", "/proc/1/root" + sys.argv[2]]:
    try:
        with open(path) as file:
            reached.append(path)
            print(file.read())
    except IsADirectoryError:
        if os.listdir(path):
            reached.append(path)
    except OSError:
        pass
allowed = {"HOME", "LANG", "LC_ALL", "LC_CTYPE", "PATH", "PWD", "TMPDIR", "SHLVL"}
reached += [f"${name}" for name in os.environ if name not in allowed and not name.startswith("PYTHON")]
print("files:", ", ".join(reached) or "nothing reached")

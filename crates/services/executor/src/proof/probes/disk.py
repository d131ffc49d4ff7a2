import os
written = 0
try:
    number = 0
    while written < 1 << 30:
        with open(f"/tmp/{number}", "wb", buffering=0) as file:
            for _ in range(64):
                written += file.write(b"x" * 65536)
        number += 1
except OSError:
    pass
print("tmp:", written, flush=True)
elsewhere = []
for path in ["/", "/usr", "/usr/lib", "/etc", "/var", "/home", "/opt", "/run", "/dev", "/proc", "/sys", "/mnt"]:
    try:
        name = os.path.join(path, "probe")
        os.close(os.open(name, os.O_CREAT | os.O_WRONLY))
        elsewhere.append(path)
    except OSError:
        pass
print("elsewhere:", ", ".join(elsewhere) or "none")

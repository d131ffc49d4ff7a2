import os
written = 0
for folder in ("/tmp", "/dev/shm", "/var/tmp", "/run", "."):
    try:
        with open(os.path.join(folder, "fill"), "wb", buffering=0) as file:
            while written < 1 << 30:
                written += file.write(bytes(1 << 20))
    except OSError:
        pass
print("ESCAPED: no bound" if written >= 1 << 30 else "bounded")

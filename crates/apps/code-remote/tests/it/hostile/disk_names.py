import os
try:
    for _ in range(2000):
        os.mkdir("d" * 40)
        os.chdir("d" * 40)
except OSError:
    pass
for name, target in (("loop", "loop"), ("up", "../.."), ("root", "/")):
    try:
        os.symlink(target, name)
    except OSError:
        pass
print("deep")

import ctypes, os, stat
for rise in (lambda: os.setuid(0), lambda: os.setresuid(0, 0, 0), lambda: os.setgid(0), lambda: os.setgroups([0])):
    try:
        rise()
    except OSError:
        pass
status = dict(line.split(":\t", 1) for line in open("/proc/self/status").read().splitlines() if ":\t" in line)
if os.geteuid() == 0 or int(status["CapEff"], 16):
    print("ESCAPED: privileges", os.getresuid(), status["CapEff"])
if ctypes.CDLL(None).prctl(39, 0, 0, 0, 0) != 1:
    print("ESCAPED: privileges may be gained")
for folder, _, names in os.walk("/usr"):
    for name in names:
        mode = os.lstat(os.path.join(folder, name)).st_mode
        if stat.S_ISREG(mode) and mode & (stat.S_ISUID | stat.S_ISGID):
            print("ESCAPED:", folder, name)
print("tried")

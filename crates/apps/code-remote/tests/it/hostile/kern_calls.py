import ctypes
libc = ctypes.CDLL(None, use_errno=True)
buffer = ctypes.create_string_buffer(128)
calls = {
    "init_module": (175, b"x", 1, b""),
    "finit_module": (313, 0, b"", 0),
    "kexec_load": (246, 0, 0, None, 0),
    "bpf": (321, 0, buffer, 72),
    "perf_event_open": (298, buffer, -1, 0, -1, 0),
    "iopl": (172, 3),
    "swapon": (167, b"/none", 0),
    "sethostname": (170, b"x", 1),
    "settimeofday": (164, buffer, None),
    "mount": (165, b"none", b"/tmp", b"proc", 0, None),
    "pivot_root": (155, b"/", b"/tmp"),
    "keyctl": (250, 0, 0, 0, 0),
    "attach to the parent": (101, 16, 1 if __import__("os").getpid() != 1 else 2, 0, 0),
}
for name, (number, *arguments) in calls.items():
    if libc.syscall(number, *arguments) >= 0 and name != "keyctl":
        print("ESCAPED:", name)
print("tried")

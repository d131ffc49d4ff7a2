import socket, sys
reached = [name for _, name in socket.if_nameindex() if name != "lo"]
# A port that really listens on the host, and documentation addresses that no route may lead to (RFC 5737, RFC 3849).
targets = [
    (socket.AF_INET, ("127.0.0.1", int(sys.argv[1]))),
    (socket.AF_INET, ("192.0.2.1", 80)),
    (socket.AF_INET6, ("::1", int(sys.argv[1]))),
    (socket.AF_INET6, ("2001:db8::1", 80)),
]
for family, address in targets:
    try:
        with socket.socket(family, socket.SOCK_STREAM) as stream:
            stream.settimeout(0.5)
            stream.connect(address)
            reached.append(str(address))
    except TimeoutError:
        reached.append(f"a route to {address[0]}")
    except OSError:
        pass
print("network:", ", ".join(reached) or "nothing reached")

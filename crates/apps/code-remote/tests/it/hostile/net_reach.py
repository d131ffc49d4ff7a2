import socket, sys
targets = [
    (socket.AF_INET, ("127.0.0.1", int(sys.argv[1]))),
    (socket.AF_INET, ("169.254.169.254", 80)),
    (socket.AF_INET, ("192.0.2.1", 443)),
    (socket.AF_INET6, ("::1", int(sys.argv[1]))),
    (socket.AF_INET6, ("fd00:ec2::254", 80)),
]
for family, address in targets:
    try:
        with socket.socket(family, socket.SOCK_STREAM) as stream:
            stream.settimeout(0.3)
            stream.connect(address)
            print("ESCAPED: connected to", address)
    except OSError:
        pass
for address in (("192.0.2.1", 53), ("255.255.255.255", 9), ("224.0.0.251", 5353)):
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams:
            datagrams.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
            datagrams.sendto(b"x", address)
            print("ESCAPED: sent to", address)
    except OSError:
        pass
try:
    print("ESCAPED: resolved", socket.getaddrinfo("example.org", 80)[0][4])
except OSError:
    pass
print("tried")

hoard = []
while True:
    try:
        hoard.append(bytearray(b"\x01") * (4 << 20))
    except MemoryError:
        pass

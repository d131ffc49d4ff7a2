import os, time
while True:
    os.write(1, b".")
    time.sleep(0.02)

import time
time.sleep(1.97)
print("just in time")

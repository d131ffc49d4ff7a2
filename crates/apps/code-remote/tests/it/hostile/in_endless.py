import sys
print(len(sys.stdin.buffer.read()), sys.stdin.buffer.read())

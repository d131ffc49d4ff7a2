import sys
try:
    print("\ud800")
except UnicodeEncodeError:
    print("refused")
sys.stdout.buffer.write(b"\xed\xa0\x80\xff\x00\x1b]0;title\x07\xe2\x80\xae")

# Counts the words that arrive on standard input.
from collections import Counter

words = Counter()
while True:
    try:
        words.update(input().lower().split())
    except EOFError:
        break

for word, count in words.most_common(10):
    print(f"{count:5}  {word}")

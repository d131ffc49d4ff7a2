# Counts words. Write a text of your own into the Input box, and run this again.
from collections import Counter

words = Counter()
while True:
    try:
        words.update(input().lower().split())
    except EOFError:
        break

if not words:
    print("The input is empty, so here is a rhyme:")
    words.update("row row row your boat gently down the stream".split())

for word, count in words.most_common(10):
    print(f"{count:5}  {word}")

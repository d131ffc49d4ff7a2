# === words of a line | time=linear space=linear
print(len(input().split()))
# === sum of a line | time=linear space=linear
print(sum(map(int, input().split())))
# === largest of all lines | time=linear space=linear
import sys
print(max(map(int, sys.stdin.read().split())))
# === sum of what was split before | time=linear space=linear
import sys
words = sys.stdin.read().split()
print(sum(map(float, words)))
# === any of a line | time=linear space=linear
size = int(input())
print("yes" if any(map(int, input().split())) else "no")
# === different letters | time=linear space=linear
print("odd" if len(set(input())) % 2 else "even")
# === different words | time=linear space=linear
count = int(input())
print(count - len(set(input().split())))
# === shouted | time=linear space=linear
print(input().upper())
# === two words without case | time=linear space=linear
first = input().lower()
second = input().lower()
print(first < second)
# === letters changed | time=linear space=linear
print(input().replace("a", "b"))
# === two numbers of a line | time=constant space=constant
n, k = map(int, input().split())
print(n * k)
# === smaller and larger | time=constant space=constant
low, high = sorted(map(int, input().split()))
print(high - low)
# === three numbers as a list | time=constant space=constant
a, b, c = [int(word) for word in input().split()]
print(max(a, b, c))
# === one number among spaces | time=constant space=constant
n = int(input().strip())
print(n % 10)
# === sums of short lines | time=linear space=constant
lines = int(input())
sure = 0
for line in range(lines):
    if sum(map(int, input().split())) > 1:
        sure += 1
print(sure)

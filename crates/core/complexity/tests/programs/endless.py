# === loop without an end | time=unknown space=constant sure=low
turn = 0
while True:
    turn += 1
    print(turn)
# === calls without an end | time=unknown space=linear sure=low
def down(n):
    print(n)
    return down(n - 1) + 1


print(down(int(input())))
# === loop with a way out | time=linear space=constant sure=medium
n = int(input())
turn = 0
while True:
    turn += 1
    if turn > n:
        break
print(turn)

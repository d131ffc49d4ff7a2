# === all substrings in a set | time=cubic space=cubic
s = input()
parts = set()
for i in range(len(s)):
    for j in range(i + 1, len(s) + 1):
        parts.add(s[i:j])
print(len(parts))
# === stones joined | time=cubic space=quadratic
n = int(input())
a = list(map(int, input().split()))
prefix = [0]
for x in a:
    prefix.append(prefix[-1] + x)
best = [[0] * n for _ in range(n)]
for length in range(2, n + 1):
    for i in range(n - length + 1):
        j = i + length - 1
        best[i][j] = min(best[i][k] + best[k + 1][j] for k in range(i, j)) + prefix[j + 1] - prefix[i]
print(best[0][-1])
# === floyd by rounds with product | time=cubic space=quadratic
n = int(input())
d = [list(map(int, input().split())) for i in range(n)]
for k in range(n):
    for i in range(n):
        dik = d[i][k]
        for j in range(n):
            if dik + d[k][j] < d[i][j]:
                d[i][j] = dik + d[k][j]
print(max(map(max, d)))
# === egg style minimum | time=cubic space=quadratic
n, k = map(int, input().split())
dp = [[0] * (n + 1) for _ in range(k + 1)]
for j in range(n + 1):
    dp[1][j] = j
for i in range(2, k + 1):
    for j in range(1, n + 1):
        dp[i][j] = 10 ** 9
        for x in range(1, j + 1):
            dp[i][j] = min(dp[i][j], 1 + max(dp[i - 1][x - 1], dp[i][j - x]))
print(dp[k][n])

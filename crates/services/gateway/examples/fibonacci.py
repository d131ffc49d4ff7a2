from functools import cache


@cache
def fibonacci(n: int) -> int:
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


for n in (1, 10, 50, 100):
    print(f"fibonacci({n}) = {fibonacci(n)}")

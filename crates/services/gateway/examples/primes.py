import math


def primes_up_to(n: int) -> list[int]:
    """The sieve of Eratosthenes."""
    is_prime = [False, False] + [True] * (n - 1)
    for i in range(2, math.isqrt(n) + 1):
        if is_prime[i]:
            is_prime[i * i :: i] = [False] * len(is_prime[i * i :: i])
    return [i for i, prime in enumerate(is_prime) if prime]


print(primes_up_to(100))

print("Hello from a sandbox that exists only for this run.")

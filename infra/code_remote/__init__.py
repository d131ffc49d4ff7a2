"""The infrastructure of Code Remote.

`config` is the only reader of configuration, `stack` says what an environment consists of in terms of `providers`, and `aws`
implements those for Amazon's cloud. Another cloud is another implementation.
"""

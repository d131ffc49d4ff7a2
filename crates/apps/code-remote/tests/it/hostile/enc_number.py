try:
    eval("9" * 50_000)
except (ValueError, SyntaxError) as error:
    print(type(error).__name__)

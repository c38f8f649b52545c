"""What the bundle is for."""


def run():
    import greeting

    print(greeting.text())

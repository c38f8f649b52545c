def greeting(name):
    return f"Good morning, {name}!"


def main():
    print(greeting("everybody"))

def cents(text):
    euros, _, rest = text.partition(".")
    return int(euros) * 100 + int(rest.ljust(2, "0") or 0)

import os

if os.environ.get("BREAK"):
    import no_such_module

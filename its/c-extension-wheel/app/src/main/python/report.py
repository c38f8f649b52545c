import importlib.metadata

from fastsum import fastsum

print(fastsum([0.1] * 10), importlib.metadata.version("fastsum"))

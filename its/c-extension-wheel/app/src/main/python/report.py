import importlib.metadata

from fastsum import fastsum

print(fastsum([1, 2, 3], 2), importlib.metadata.version("fastsum"))

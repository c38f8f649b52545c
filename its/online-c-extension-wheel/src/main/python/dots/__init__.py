from dots.fast import dot

__all__ = ["dot"]

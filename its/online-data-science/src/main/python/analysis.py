import numpy
import pandas

frame = pandas.DataFrame({"x": numpy.arange(5), "group": list("ababa")})
print(frame.groupby("group")["x"].sum().to_csv(lineterminator="\n"), end="")

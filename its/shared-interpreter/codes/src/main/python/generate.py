"""Makes an enum of the HTTP status codes that Python knows."""

import http
import pathlib
import sys

constants = ",\n".join(f"    {status.name}({status.value})" for status in http.HTTPStatus)
package = pathlib.Path(sys.argv[1], "example")
package.mkdir(parents=True, exist_ok=True)
(package / "Status.java").write_text(f"""\
package example;

public enum Status {{
{constants};

    public final int code;

    Status(int code) {{
        this.code = code;
    }}
}}
""")

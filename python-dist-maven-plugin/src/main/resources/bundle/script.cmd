@"%~dp0@interpreter@" "%~dp0@name@-script.py" %*

@"%~dp0@interpreter@" -x "%~f0" %* & exit /b

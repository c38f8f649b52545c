@echo off
rem Starts the Java application beside this script, wherever both stand.
setlocal
for %%d in ("%~dp0..") do set "top=%%~fd"
rem A backslash at the end, of a drive's root, would take the quotation mark behind it for itself.
if "%top:~-1%"=="\" set "top=%top%."
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
rem JAVA_OPTS is a list of words.
"%java%" %JAVA_OPTS% "-Dpython-dist.bundle=%top%" -cp "@classPath@" "@mainClass@" %*

@echo off
py "%~dp0setup_here.py" install %*
pause

echo "<b>this cannot be compiled</b>"
exit 7

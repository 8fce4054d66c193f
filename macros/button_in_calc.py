"""What a button in LibreOffice starts: python -I -m macros.button_in_calc refresh <the workbook's path, four hex digits a letter>."""

import gc
import sys
import time

from addin.calc import calling_office

SWITCH = 0.0005
"""Seconds that a module which comes in may keep an answer of the office waiting."""
SHOWN, SHORTLY = 5.0, 1.5
"""Seconds that the outcome stays in the status bar, which is LibreOffice's own again afterwards; and that a refused click is told."""


def main(key: str, letters: str) -> None:
    """Run the action in the background. What goes wrong before the workbook is reached can't be shown in it: it goes into the log."""
    gc.disable()  # as on the command line: a short-lived process that makes no cycles worth looking for
    sys.setswitchinterval(SWITCH)
    try:
        caller = calling_office.let_go()
        has_opened = caller.open_pipe()
        from addin.calc.button_runner import calling_book

        with calling_book(caller, has_opened, bytes.fromhex(letters).decode("utf-16-be")) as wait_for_status:
            from macros.attempt import function_of
            from macros.buttons import run

            function_of(key)  # its modules come in while the office reads
            pause = SHOWN if run(key) else SHORTLY
            wait_for_status()
            time.sleep(pause)
    except Exception as error:
        from macros.attempt import unforeseen

        unforeseen(error)
        sys.exit(2)


if __name__ == "__main__":
    main(*sys.argv[1:])

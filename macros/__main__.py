"""What a terminal starts. Exit status: 0 done, 1 done with entries, 2 not done, whatever went wrong, and where.

Nothing is imported before `run` looks after it but what speaks: an installation that lacks a part has to say so too.
"""

import gc
import sys

from macros.console import close_streams, open_streams, say

NOT_DONE = 2


def main() -> None:
    """The console script `duban`."""
    gc.disable()  # a short-lived process that makes records and no cycles: looking for some costs a quarter of a large refresh
    open_streams()
    status = run(sys.argv[1:])
    close_streams()
    sys.exit(status)


def run(arguments: list[str]) -> int:
    """One call with its arguments; the exit status."""
    try:
        from addin.calc import interpreter
        from macros import command_line

        status = command_line.run(arguments)
        interpreter.remember()
    except ImportError as error:
        say(f"督办没有装好（{error}），没有办。请重新运行安装命令；还不行，删掉 .venv 文件夹重来。", error=True)
        return NOT_DONE
    except KeyboardInterrupt:
        from macros.attempt import INTERRUPTED

        say(INTERRUPTED, error=True)
        return NOT_DONE
    except Exception as error:
        from macros.attempt import unforeseen

        say(unforeseen(error), error=True)
        return NOT_DONE
    return status


if __name__ == "__main__":
    main()

"""What can go wrong, as one small tree. The message is Chinese: what happened, where, what to do.

    DubanError              nothing was written (exit status 2)
    ├── UsageError          the command or an option is not right
    ├── FileRefused         a file is not to be read: damaged, encrypted, too large, not a workbook
    ├── BookRefused         the workbook can't be written as it is: merged, occupied, protected, changed since read
    ├── BookBusy            another program or another run holds the workbook
    └── DocumentRefused     a paper, or the template it is made from, is not right

A wrong cell is none of these: it is a `Problem` (parse.py), a row in 数据检查, and the run goes on.
"""


class DubanError(Exception):
    """The run stops and the workbook is as it was; str(error) is the Chinese message for the clerk."""


class UsageError(DubanError):
    """Say the command again with the values the message names."""


class FileRefused(DubanError):
    """Have the file saved anew as .xlsx, without a password, and try again.

    reason, remedy: what is wrong with the file and what to do, without its name, for a list of files."""

    def __init__(self, message: str, reason: str = "", remedy: str = "") -> None:
        super().__init__(message)
        self.reason, self.remedy = reason or message, remedy

    @classmethod
    def of(cls, name: str, reason: str, remedy: str) -> "FileRefused":
        """A file of this name is refused."""
        return cls(f"{name} {reason}：{remedy}", reason, remedy)


class BookRefused(DubanError):
    """Mend the place that the message names in the workbook, then run again."""


class BookBusy(DubanError):
    """Close the workbook in the other program, or wait for the other run, then run again."""


class DocumentRefused(DubanError):
    """Mend the place that the message names in the template, then run again."""

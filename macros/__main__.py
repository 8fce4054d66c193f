"""What a terminal calls."""


def main() -> None:
    """Run one command."""


if __name__ == "__main__":
    main()

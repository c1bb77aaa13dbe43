"""`python -m letters` is the command `letters`."""

from letters.cli import main

if __name__ == "__main__":
    main()

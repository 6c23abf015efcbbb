"""The ``rawi`` command: ``python -m rawi`` is the same program as the Rust binary."""

import signal
import sys

from ._rawi import _main


def main() -> int:
    """Run the command line and return its exit code."""
    # The work is done in Rust, which never gets to see Python's KeyboardInterrupt.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return _main(["rawi", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
